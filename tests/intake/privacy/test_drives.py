"""True driving times lead back to true places: under pseudonyms they are estimated."""

from solver.intake import prepare_tools
from solver.intake.privacy.pseudonymise import pseudonymise
from solver.intake.privacy.pseudonyms import open_key
from solver.parameters import load_portfolio
from tests.small_firm import write_small_firm


def test_no_known_drive_and_no_file_of_them_is_left_and_the_fitted_factor_is_kept(tmp_path):
    path = write_small_firm(tmp_path)
    drives = "".join(f"home:R1,C{n:03d},45\n" for n in range(24))
    (tmp_path / "zephirin.csv").write_text(f"from_id,to_id,minutes\n{drives}", encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "roads: {matrix: zephirin.csv}\n", encoding="utf-8")
    portfolio = load_portfolio(path)
    intake = prepare_tools(portfolio)
    assert set(intake.drives["said_by"]) == {"matrix", "reverse", "law"}
    hidden = pseudonymise(intake, portfolio, open_key(tmp_path / "key", tmp_path / "reports"))
    assert hidden.intake.drives.empty
    roads = hidden.portfolio.roads
    assert roads.matrix is None
    assert roads.factor == intake.quality["roads"]["factor"] != 1
