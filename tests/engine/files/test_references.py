"""Factor files, map files, properties and rates against Lean's own data folder and against hand-made ones."""

from datetime import date
from decimal import Decimal

import pytest

from leanrig.engine.enums import DataNormalizationMode, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.files.interest_rates import InterestRates
from leanrig.engine.files.map_files import MapFiles
from leanrig.engine.files.symbol_properties import SymbolPropertiesDatabase
from tests.shared_reference import shared

ADJUSTED, SPLITS = DataNormalizationMode.ADJUSTED, DataNormalizationMode.SPLIT_ADJUSTED
HEADER = "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size"


def _folder(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return DataFolder(tmp_path)


# -- factor files


def test_a_factor_holds_up_to_its_date_and_the_last_one_for_ever():
    factors = FactorFile.parse(["20100104,0.5,0.25,30", "20120102,0.8,0.5,60", "20501231,1,1,0"])
    assert factors.factor(factors.place(date(2010, 1, 4)), ADJUSTED) == Decimal("0.125")
    assert factors.factor(factors.place(date(2010, 1, 5)), ADJUSTED) == Decimal("0.40")
    assert factors.factor(factors.place(date(2010, 1, 5)), SPLITS) == Decimal("0.5")
    assert factors.factor(factors.place(date(2060, 1, 1)), ADJUSTED) == 1
    assert factors.minimum == date(2010, 1, 3)


def test_overflown_and_zero_factors_are_left_out():
    factors = FactorFile.parse(["20100104,inf,1", "20100105,1.6e+6,1", "20100106,0,1", "20100107,0.9,1"])
    assert [row.day for row in factors.rows] == [date(2010, 1, 7)]
    assert factors.rows[0].reference == 0


def test_a_row_that_is_none_says_which():
    with pytest.raises(ValueError, match="20100104;1;1"):
        FactorFile.parse(["20100104;1;1"])


# -- map files


def test_a_ticker_of_today_finds_its_share_and_a_suffix_the_older_one():
    maps = MapFiles(DataFolder(shared("lean-data")))
    assert (maps.today("AAA").first_ticker, maps.today("AAA").rows[-1].day) == ("AAA", date(2050, 12, 31))
    old = maps.today("AAA.1")
    assert old.name == "AAA.1"
    assert old.first_ticker == "AAA"
    assert old.delisting_date < date(2050, 12, 31)


def test_a_share_keeps_its_identity_through_new_tickers():
    maps = MapFiles(DataFolder(shared("lean-data")))
    goog = maps.today("GOOG")
    assert goog.first_ticker == "GOOCV"
    assert goog.ticker(date(2014, 3, 28), "") == "GOOCV"
    assert goog.ticker(date(2020, 1, 1), "") == "GOOG"


def test_the_share_that_had_a_ticker_then_is_not_the_one_that_has_it_now(tmp_path):
    folder = _folder(
        tmp_path,
        **{
            "equity/usa/map_files/new.csv": "20100104,new,N\n20501231,new,N\n",
            "equity/usa/map_files/old.csv": "20000103,new,N\n20051230,new,N\n20501231,old,N\n",
        },
    )
    maps = MapFiles(folder)
    assert maps.today("NEW").name == "NEW"
    assert maps.at("NEW", date(2004, 1, 2)).name == "OLD"
    assert maps.today("OLD").first_ticker == "NEW"


def test_without_map_files_there_is_one_error_line(tmp_path):
    lines = []
    maps = MapFiles(DataFolder(tmp_path, report=lines.append))
    assert maps.today("AAPL").rows == []
    assert len(lines) == 1
    assert lines[0].startswith(
        "LocalDiskMapFileProvider.GetMapFileResolver(usa): The specified directory does not exist"
    )


# -- properties


def _properties(tmp_path, *rows):
    path = tmp_path / "symbol-properties-database.csv"
    path.write_text("\n".join([HEADER, *rows]))
    return SymbolPropertiesDatabase(path)


def test_a_pair_has_its_own_row(tmp_path):
    row = "coinbase,BTCUSD,crypto,BTC-USD,USD,1,0.01,0.00000001,BTC-USD,0.00001"
    found = _properties(tmp_path, "# a comment", row).find("coinbase", "btcusd", SecurityType.CRYPTO)
    assert found.exact_lot_size == Decimal("0.00000001")
    assert found.exact_minimum_order_size == Decimal("0.00001")
    assert (found.quote_currency, found.market_ticker, found.exact_price_magnifier) == ("USD", "BTC-USD", 1)


def test_a_row_for_all_tickers_of_a_market(tmp_path):
    database = _properties(tmp_path, "usa,[*],equity,,USD,1,0.01,1", "usa,XYZ,equity,,USD,1,0.05,100")
    assert database.find("usa", "SPY", SecurityType.EQUITY).exact_lot_size == 1
    assert database.find("usa", "XYZ", SecurityType.EQUITY).lot_size == 100.0
    assert not database.has_own("usa", "SPY", SecurityType.EQUITY)
    assert database.find("oanda", "EURUSD", SecurityType.FOREX) is None


def test_a_row_that_is_too_short_stops_the_run(tmp_path):
    with pytest.raises(ArgumentException, match=r"Index was outside the bounds of the array\."):
        _properties(tmp_path, "usa,[*],equity,,USD,1,0.01")


def test_a_missing_file_stops_the_run(tmp_path):
    with pytest.raises(ArgumentException, match="Unable to locate symbol properties file"):
        SymbolPropertiesDatabase(tmp_path / "absent.csv")


def test_the_market_of_an_index_is_that_of_its_first_row():
    path = shared("lean-data", "symbol-properties", "symbol-properties-database.csv")
    assert SymbolPropertiesDatabase(path).market_of("RUT", SecurityType.INDEX) == "usa"


# -- interest rates


def test_rates_hold_until_the_next_and_the_first_before_it(tmp_path):
    text = "date,rate\n2010-01-04,0.25\n2012-06-01,1.5\nnonsense\n"
    rates = InterestRates(_folder(tmp_path, **{"alternative/interest-rate/usa/interest-rate.csv": text}))
    assert rates.rate(date(2009, 1, 1)) == Decimal("0.0025")
    assert rates.rate(date(2012, 5, 31)) == Decimal("0.0025")
    assert rates.rate(date(2012, 6, 1)) == Decimal("0.015")
    assert rates.rate(date(2030, 1, 1)) == Decimal("0.015")


# -- what was asked for


def test_requests_are_recorded_with_a_leading_slash_map_and_factor_files_are_not(tmp_path):
    folder = _folder(tmp_path, **{"equity/usa/map_files/a.csv": "20100104,a\n", "alternative/x.csv": "1\n"})
    folder.lines("equity/usa/map_files/a.csv")
    folder.lines("alternative/x.csv")
    folder.zipped("equity/usa/daily/a.zip")
    assert folder.monitor.opened == ["/alternative/x.csv"]
    assert folder.monitor.failed == ["/equity/usa/daily/a.zip"]


def test_a_torn_zip_is_said_and_counts_as_opened(tmp_path):
    lines, warnings = [], []
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 torn")
    folder = DataFolder(tmp_path, report=lines.append, warn=warnings.append)
    assert folder.zipped("a.zip") is None
    assert folder.monitor.failed == []
    assert lines[0].startswith("Corrupt zip file/entry")
    assert len(warnings) == 1
