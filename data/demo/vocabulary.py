"""Words, codes and people of the fictional firm: everything that is a list rather than a rule."""

from dataclasses import dataclass

SEED = 20251231
# Sets the size of the firm, in euros, without changing who buys what and when.
PRICE_LEVEL = 2.2
MARKER = "fictif – Armor Fournitures"
YEARS = (2023, 2024, 2025)
DEPARTMENTS = ("22", "29", "35", "56")


@dataclass(frozen=True)
class Rep:
    """A sales rep, where the days start, and how many clients the rep has."""

    rep_id: str
    name: str
    insee_code: str
    clients: int


REPS = (
    Rep("LBR", "Loïc Brannelec", "29103", 82),
    Rep("MTR", "Maëlle Trévidan", "29051", 80),
    Rep("GKE", "Gwenaël Kervadoc", "22187", 80),
    Rep("SRO", "Solène Rosnalec", "35047", 96),
    Rep("PLM", "Pierrick Lanmorin", "56007", 82),
)
SALES_MANAGER = "Nolwenn Penvadel"
DEPARTED_REP = "JPD"


@dataclass(frozen=True)
class Sector:
    """A trade: pattern of its names, activity code, frequency, season, and the families it buys first."""

    label: str
    naf: str
    weight: float
    season: str
    families: tuple[str, ...]


SECTORS = (
    Sector("Menuiserie {}", "43.32A", 10, "building", ("VISS", "OUTIL", "CONSO")),
    Sector("Maçonnerie {}", "43.99C", 9, "building", ("OUTIL", "EPI", "MANUT")),
    Sector("{} Électricité", "43.21A", 7, "building", ("ELEC", "OUTIL", "VISS")),
    Sector("{} Chauffage Plomberie", "43.22A", 6, "building", ("OUTIL", "SOUD", "VISS")),
    Sector("Couverture {}", "43.91B", 6, "building", ("VISS", "EPI", "OUTIL")),
    Sector("Charpentes {}", "16.23Z", 4, "building", ("VISS", "CONSO", "MANUT")),
    Sector("{} Travaux publics", "42.11Z", 4, "building", ("EPI", "OUTIL", "MANUT")),
    Sector("Terrassement {}", "43.12A", 3, "building", ("EPI", "OUTIL", "MANUT")),
    Sector("Peintures {}", "43.34Z", 4, "building", ("CONSO", "EPI", "HYG")),
    Sector("Métallerie {}", "25.11Z", 7, "industry", ("SOUD", "CONSO", "EPI")),
    Sector("Mécanique {}", "25.62B", 6, "industry", ("CONSO", "OUTIL", "SOUD")),
    Sector("Garage {}", "45.20A", 6, "flat", ("OUTIL", "HYG", "CONSO")),
    Sector("Chantier naval {}", "30.11Z", 3, "marine", ("CONSO", "SOUD", "EPI")),
    Sector("Marine Services {}", "33.15Z", 3, "marine", ("OUTIL", "CONSO", "VISS")),
    Sector("Salaisons {}", "10.13A", 4, "food", ("HYG", "EPI", "MANUT")),
    Sector("Abattoir {}", "10.11Z", 2, "food", ("HYG", "EPI", "MANUT")),
    Sector("Conserverie {}", "10.20Z", 3, "food", ("HYG", "EPI", "ELEC")),
    Sector("Fromagerie {}", "10.51C", 2, "food", ("HYG", "EPI", "MANUT")),
    Sector("Coopérative {}", "46.21Z", 2, "farm", ("HYG", "MANUT", "EPI")),
    Sector("Élevage {}", "01.47Z", 2, "farm", ("HYG", "ELEC", "EPI")),
    Sector("Ostréiculture {}", "03.21Z", 2, "marine", ("EPI", "HYG", "MANUT")),
    Sector("Transports {}", "49.41A", 4, "flat", ("MANUT", "OUTIL", "HYG")),
    Sector("Paysages {}", "81.30Z", 4, "farm", ("EPI", "OUTIL", "MANUT")),
    Sector("Location {}", "77.32Z", 2, "building", ("MANUT", "ELEC", "OUTIL")),
    Sector("{} Maintenance industrielle", "33.12Z", 4, "industry", ("SOUD", "OUTIL", "ELEC")),
)
# Share of a year's purchases by month, January first.
SEASONS = {
    "building": (7, 8, 10, 10, 9, 10, 8, 4, 10, 10, 8, 6),
    "industry": (9, 9, 9, 9, 8, 9, 8, 4, 9, 10, 9, 7),
    "marine": (9, 10, 12, 12, 11, 8, 6, 4, 6, 7, 8, 7),
    "food": (7, 7, 8, 8, 8, 9, 9, 9, 8, 9, 10, 8),
    "farm": (5, 7, 11, 12, 11, 9, 7, 6, 10, 10, 7, 5),
    "flat": (8, 8, 9, 8, 8, 9, 8, 6, 9, 9, 9, 9),
}


@dataclass(frozen=True)
class Family:
    """A product family: its usual price for a unit and its usual margin rate."""

    code: str
    unit_price: float
    margin: float


FAMILIES = (
    Family("EPI", 18.0, 0.29),
    Family("OUTIL", 95.0, 0.225),
    Family("VISS", 9.0, 0.35),
    Family("CONSO", 14.0, 0.31),
    Family("SOUD", 42.0, 0.245),
    Family("HYG", 11.0, 0.33),
    Family("MANUT", 160.0, 0.20),
    Family("ELEC", 38.0, 0.255),
)

# fmt: off
FIRST_NAMES = (
    "Anaëlle", "Annick", "Armel", "Aurélie", "Brieuc", "Camille", "Clément", "Corentin", "Delphine", "Denez",
    "Éloïse", "Enora", "Erwan", "Fabienne", "Gaël", "Gaëlle", "Goulven", "Gwendoline", "Hélène", "Hervé",
    "Jakez", "Joël", "Julien", "Katell", "Kévin", "Lénaïg", "Maël", "Malo", "Marc", "Mathilde", "Morgane",
    "Nadine", "Noémie", "Nolwenn", "Patrice", "Perrine", "Philippe", "Rozenn", "Ronan", "Servane", "Sophie",
    "Stéphane", "Tanguy", "Thierry", "Tiphaine", "Tugdual", "Valérie", "Yann", "Yves", "Youna",
)
NAME_HEADS = (
    "Ker", "Tré", "Plou", "Lan", "Pen", "Ros", "Gwen", "Loc", "Men", "Coat", "Bran", "Mor", "Quel", "Guer",
    "Rou", "Kéri", "Her", "Ster", "Run", "Trou",
)
NAME_MIDDLES = (
    "bra", "da", "gué", "vi", "no", "lo", "za", "ri", "ma", "ven", "do", "fé", "hu", "jo", "li", "na", "ré",
    "sa", "vo", "bé",
)
NAME_TAILS = (
    "nnec", "douar", "vel", "zic", "guen", "llan", "rmeur", "zan", "nnou", "quidec", "dec", "rvad", "nveur",
    "stell", "gat", "dreff", "nic", "rzin", "vézec", "lhoat",
)
STREETS = (
    "rue des Ajoncs", "rue du Lavoir", "rue des Goélands", "avenue de l'Océan", "rue de la Fontaine",
    "rue des Genêts", "rue du Four à pain", "impasse des Bruyères", "route de la Lande", "rue du Calvaire",
    "rue des Artisans", "rue de l'Industrie", "allée des Hortensias", "rue du Moulin vert", "quai des Brumes",
)
# fmt: on
FUNCTIONS = {
    "decision_maker": ("Direction", "Direction générale", "Gérance", "Direction de site"),
    "buyer": ("Achats", "Responsable achats", "Assistance achats"),
    "prescriber": ("Responsable maintenance", "Conduite de travaux", "Responsable HSE", "Bureau d'études"),
    "user": ("Chef d'atelier", "Chef de chantier", "Magasin", "Responsable dépôt"),
}
ROLE_CODES = {
    "decision_maker": "Décideur",
    "buyer": "Acheteur",
    "prescriber": "Prescripteur",
    "user": "Utilisateur",
}
KIND_CODES = {
    "client": "Client",
    "former_client": "Ancien client",
    "supplier": "Fournisseur",
    "banker": "Banque",
    "journalist": "Presse",
    "relation": "Relation",
}
STAGE_CODES = {
    "called": "Appelé",
    "reached": "Joint",
    "appointment": "Rendez-vous",
    "visited": "Visité",
    "quoted": "Devis",
    "won": "Gagné",
    "lost": "Perdu",
}
SLOTS = ("08:30", "10:15", "11:45", "14:00", "15:45", "17:15")
POTENTIAL_SOURCES = (
    "Estimation du commercial",
    "Questionnaire client",
    "Ratio par salarié",
    "Salon",
    "Devis perdu",
)
OTHER_PARTNERS = (
    ("supplier", "F", ("Outillage {}", "Visserie {}", "Gants {}", "Abrasifs {}", "Levage {}"), "46.69B", 9),
    ("banker", "B", ("Banque {}",), "64.19Z", 2),
    ("journalist", "J", ("Le Courrier de {}", "Gazette de {}", "Chantiers de {}"), "58.13Z", 3),
    ("relation", "L", ("Club d'entreprises {}", "Union des artisans {}"), "94.11Z", 8),
)
# Public holidays, written out so that the generator needs no calendar library.
FIXED_HOLIDAYS = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
EASTER_HOLIDAYS = (
    *("2023-04-10", "2023-05-18", "2023-05-29"),
    *("2024-04-01", "2024-05-09", "2024-05-20"),
    *("2025-04-21", "2025-05-29", "2025-06-09"),
)
HOLIDAYS = (
    *(f"{year}-{day}" for year in (*YEARS, YEARS[-1] + 1) for day in FIXED_HOLIDAYS),
    *EASTER_HOLIDAYS,
)
