"""The firm of the course case beside its twelve accounts: everything that is a list rather than a rule."""

REP = "EPE"
MANAGER = "Enora Pendréal"
FAMILIES = ("Pompes", "Vannes", "Filtres", "Joints", "Flexibles")
STEEPNESS = 0.25  # the k of G (1 - exp(-k x)) in the table of responses
MOST_VISITS = 12

# Town of each client: zone Z1 lies under half an hour from the rep's home, Z2 under an hour, Z3 beyond.
TOWNS = {
    "C01": ("35730", "Pleurtuit"),
    "C02": ("22250", "Broons"),
    "C03": ("22100", "Taden"),
    "C04": ("22100", "Dinan"),
    "C05": ("35400", "Saint-Malo"),
    "C06": ("35300", "Fougères"),
    "C07": ("22200", "Guingamp"),
    "C08": ("35190", "Tinténiac"),
    "C09": ("35270", "Combourg"),
    "C10": ("22270", "Jugon-les-Lacs"),
    "C11": ("22230", "Merdrignac"),
    "C12": ("22400", "Lamballe-Armor"),
}
SINCE = {
    "C01": "12/03/2012",
    "C02": "04/09/2009",
    "C03": "21/01/2014",
    "C04": "17/06/2017",
    "C05": "08/11/2022",
    "C06": "02/05/2011",
    "C07": "23/10/2018",
    "C08": "15/02/2016",
    "C09": "30/08/2021",
    "C10": "11/04/2013",
    "C11": "19/12/2015",
    "C12": "06/07/2019",
}
# Visits of 2025: sixty, by habit: often where the welcome is good and the road short.
VISITS_MADE = {
    "C01": 12,
    "C02": 6,
    "C03": 10,
    "C04": 5,
    "C05": 4,
    "C06": 6,
    "C07": 4,
    "C08": 2,
    "C09": 2,
    "C10": 5,
    "C11": 1,
    "C12": 3,
}

# A client who left in 2024: code, name, postcode, town, potential, what it bought in 2024.
FORMER_CLIENT = ("C13", "Morieux Menuiserie", "22400", "Lamballe-Armor", 25_000, 13_000)

# code, name, postcode, town, potential, when and how estimated, stage, last contact, refuses visits
PROSPECTS = (
    (
        "P01",
        "Conserverie Rothéneuf",
        "35400",
        "Saint-Malo",
        160_000,
        "18/09/2025",
        "Visite",
        "Devis",
        "04/12/2025",
        "Non",
    ),
    (
        "P02",
        "Chantier naval du Grouin",
        "35260",
        "Cancale",
        75_000,
        "05/06/2025",
        "Salon",
        "Rendez-vous",
        "20/11/2025",
        "Non",
    ),
    (
        "P03",
        "Salaisons de Tréal",
        "35120",
        "Dol-de-Bretagne",
        90_000,
        "27/03/2025",
        "Estimation",
        "Visité",
        "16/10/2025",
        "Non",
    ),
    (
        "P04",
        "Serres du Linon",
        "35190",
        "Tinténiac",
        45_000,
        "14/10/2025",
        "Estimation",
        "Joint",
        "14/10/2025",
        "Non",
    ),
    ("P05", "Papeterie du Frémur", "22650", "Beaussais-sur-Mer", "", "", "", "Appelé", "06/11/2025", "Non"),
    (
        "P06",
        "Thermo Argoat",
        "22600",
        "Loudéac",
        180_000,
        "12/05/2025",
        "Salon",
        "Joint",
        "12/05/2025",
        "Oui",
    ),
    (
        "P07",
        "Celtimeca SARL",
        "22100",
        "Taden",
        120_000,
        "22/01/2025",
        "Salon",
        "Appelé",
        "22/01/2025",
        "Non",
    ),
    (
        "P08",
        "Scierie du Mené",
        "22230",
        "Merdrignac",
        20_000,
        "10/02/2022",
        "Estimation",
        "Joint",
        "10/02/2022",
        "Non",
    ),
)
# What was tried with each prospect, and when.
FOLLOW_UP = (
    ("10/02/2022", "P08", "Appelé"),
    ("10/02/2022", "P08", "Joint"),
    ("22/01/2025", "P07", "Appelé"),
    ("13/02/2025", "P03", "Appelé"),
    ("13/02/2025", "P03", "Joint"),
    ("13/03/2025", "P03", "Rendez-vous"),
    ("27/03/2025", "P03", "Visité"),
    ("12/05/2025", "P06", "Appelé"),
    ("12/05/2025", "P06", "Joint"),
    ("05/06/2025", "P01", "Appelé"),
    ("12/06/2025", "P01", "Joint"),
    ("28/08/2025", "P01", "Rendez-vous"),
    ("18/09/2025", "P01", "Visité"),
    ("14/10/2025", "P04", "Appelé"),
    ("14/10/2025", "P04", "Joint"),
    ("06/11/2025", "P05", "Appelé"),
    ("20/11/2025", "P02", "Appelé"),
    ("20/11/2025", "P02", "Joint"),
    ("20/11/2025", "P02", "Rendez-vous"),
    ("04/12/2025", "P01", "Devis"),
)
PROSPECT_VISITS = (
    ("27/03/2025", "10:00", "P03", "Besoins relevés"),
    ("18/09/2025", "14:00", "P01", "Besoins relevés"),
    ("16/10/2025", "11:30", "P03", "Essai proposé"),
    ("04/12/2025", "09:30", "P01", "Devis remis"),
)
AGREED = (
    ("08/01/2026", "10:30", "C04"),
    ("15/01/2026", "10:00", "C01"),
    ("22/01/2026", "14:00", "P02"),
)
RESULTS = ("Commande prise", "Visite de suivi", "Devis remis", "Point sur les délais")

# account, name, function, role, objects to being contacted, verified on
CONTACTS = (
    ("C01", "Gaëlle Kerzanic", "Responsable maintenance", "Prescripteur", "Non", "16/10/2025"),
    ("C01", "Hervé Lanvézec", "Direction", "Décideur", "Non", "16/10/2025"),
    ("C02", "Soizic Trébranec", "Achats", "Acheteur", "Non", "04/09/2025"),
    ("C02", "Malo Guerdouar", "Chef d'atelier", "Utilisateur", "Oui", "04/09/2025"),
    ("C03", "Patrice Rozénic", "Direction", "Décideur", "Non", "02/10/2025"),
    ("C04", "Nadine Penvido", "Gérance", "Décideur", "Non", "22/05/2025"),
    ("C05", "Yann Coatrivel", "Direction", "Décideur", "Non", "19/06/2025"),
    ("C06", "Fabienne Menjollan", "Achats", "Acheteur", "Non", "11/09/2025"),
    ("C07", "Thierry Loczan", "Responsable maintenance", "Prescripteur", "Non", "25/09/2025"),
    ("C08", "Hélène Branquidec", "Bureau d'études", "Prescripteur", "Non", "13/03/2024"),
    ("C09", "Corentin Mornavel", "Achats", "Acheteur", "Non", "05/06/2025"),
    ("C10", "Annick Rosdavel", "Gérance", "Décideur", "Non", "03/04/2025"),
    ("C11", "Joël Herlozic", "Gérance", "Décideur", "Non", "30/01/2025"),
    ("C12", "Delphine Kerguen", "Chef d'atelier", "Utilisateur", "Non", "19/06/2025"),
    ("P01", "Ronan Tréfélan", "Responsable maintenance", "Prescripteur", "Non", "04/12/2025"),
    ("P02", "Katell Lanhudec", "Gérance", "Décideur", "Non", "20/11/2025"),
    ("P03", "Stéphane Guermazan", "Achats", "Acheteur", "Non", "16/10/2025"),
    ("P04", "Perrine Stervono", "Gérance", "Décideur", "Non", "14/10/2025"),
)
# The faults that step 1 is to find: a wrong check digit, a broken e-mail, a telephone that nobody wrote down.
WRONG_SIRET, BROKEN_EMAIL, NO_PHONE = "C07", "C10", "C12"
OLD_POTENTIAL = {"C11": "14/03/2024"}
POTENTIAL_ON = "15/09/2025"
LARGE_ORDER = {"C06": 0.45}  # share of its year that one order makes
CREDIT_NOTE = {"C02": 1_200}

# The log beside the visits: complaints, an answer, an offer, a contract that ends.
TOUCH_COLUMNS = ("Date", "Code tiers", "Type", "Interlocuteur", "Par", "Objet", "Issue", "Cause", "Clos le")
TOUCHES = (
    (
        "03/11/2025",
        "C08",
        "Réclamation",
        "Hélène Branquidec",
        "Accueil",
        "Pompe livrée en retard",
        "",
        "Livraison",
        "13/11/2025",
    ),
    ("25/11/2025", "C07", "Offre", "Thierry Loczan", "Accueil", "Offre sur les filtres", "Intéressé", "", ""),
    ("02/12/2025", "C05", "Newsletter", "Yann Coatrivel", "Accueil", "Lettre d'information", "", "", ""),
    ("09/12/2025", "C09", "Appel", "Corentin Mornavel", "Accueil", "Suivi de commande", "Joint", "", ""),
    (
        "18/12/2025",
        "C08",
        "Réclamation",
        "Hélène Branquidec",
        "Accueil",
        "Joints manquants",
        "",
        "Livraison",
        "",
    ),
    (
        "30/06/2026",
        "C01",
        "Échéance de contrat",
        "Hervé Lanvézec",
        "Accueil",
        "Contrat d'entretien",
        "",
        "",
        "",
    ),
)

# What the last visits brought: account, would it recommend us (0 to 10), and in a word.
REPORTED = (
    ("C01", 9, "Point fait, commande à suivre"),
    ("C02", 7, "Délais corrects sans plus"),
    ("C03", 10, "Très satisfait"),
    ("C05", 9, "Nous recommande sur le port"),
    ("C06", 8, "Rien à redire"),
    ("C07", 8, "Filtres à chiffrer"),
    ("C09", 10, "Très satisfait"),
    ("C10", 5, "Trouve nos prix élevés"),
)
