import base64
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from case.errors import ShoalError
from case.tables import read_posts
from loaders.loading import sniff
from loaders.options import LoadOptions
from tests.unit.loaders.writing import COMMENTS, load_one, write_csv

#: Four columns and two rows, as a table program of 2003 keeps them; a serial number of days is its time.
XLS = zlib.decompress(base64.b85decode(
    'c-rk)O-NKx6#nj;Uk86i(?A0ogw#xnsYN2_SWrTc_!AT=l{RCBjmlt#L1o!2r-F)pXd~F7MOK?iY>~U5$S^1f0w<$Qi-;^*sIPO+'
    'yHleXI8c)DzQ;ZH+;i^v-hKD)-S?i4rB4jp&52?jDqz8^o&<ZGO;AdT72F`du1htRJ1OZVmKBnmG>~>1MpB+S<QU5FjzYs7>nKU!'
    'Eu|)Op}Mmp;8{X!<u)`6*@kkG0@ulsifnFG2Fn91SFpUzH6OC9WJ`o)In|vI4H)xP7nQ16yhqDpUn(T;eU5p}7B8~!SkB^;=Y>(%'
    'hAp8(&4-tnBiEXYLC}C!1v&yDS<b=@xnz3@CBa~c-|uN_D+>lEkV!*6h%dSan2N3KM;_C@v~~fqf17J}{KoF2p`35Opjm-F==*u8'
    'glTH;uo}y`zAX^w_D-Xbw{DrJM&XgoEtG|8hZ`yT8ko97*>Kn1h!vvl^5>%;Ba`)Zh_Zt(d%R5>T1PJq^^nJl_1FkUHK`4)&#ttd'
    'ds0tf$-7oJyCgO5B<?voNeZv9WRiZQv7XNB%uNq5ee=`!&XyYAKDPAn+rxOrtdS1`9j9aj1*fvd!cuyQIAR^k)6BYx^&FO&v<N8A'
    'ugOx%_I|E&hQ0Z8pG}MxzJfTtko53}+6TGeN#9!1hpM8-GKXII29QUc=BIdh^`lr6i)&XUhJCSIsQu^-%j{qFCa30BZP(R{Gz~Lw'
    'v6{}(D9PRtKT4YFE2Ctgl0|We1-JxrSyg?(Ts9d;y(fq#1LFn9$8S}=uQdFU&#w5i1^6`Pb0|Jz<eZ96W4?E#XD21!2~GMXpB$$O'
    'Ed%#tFzv!W;erVhCQO(xVZwxoe*=O~n#So`o*r%L<nB=ab!I5dn!ic@ThyVGu5S9A+=dRyL+DLt{;Y&e#JI#FV`BdcC3e%@Luf|}'
    'x1&Ab`Ac73BK~<69q9gZODNI%&nD8&zkL7i?mhJT'
))  # fmt: skip
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Sheet1">%s</table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def _ods(path: Path) -> None:
    rows = [("用户", "内容", "时间", "点赞"), ("青石路口", "机盖就是铁皮", "2024-12-03 10:22", "1.2万"),
            ("晚风车友", "同感", "2024-12-03 10:25", "3")]  # fmt: skip
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    told = "".join(f"<table:table-row>{''.join(cell % value for value in row)}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS % told)


def test_sniff_shows_mapping_and_first_rows_without_a_zone(tmp_path: Path) -> None:
    found = sniff(write_csv(tmp_path / "c.csv", COMMENTS))
    assert found.format == "table"
    assert found.mapping is not None
    assert found.mapping["columns"]["time"] == "发布时间"
    assert found.rows[0]["text"] == "刹车片换了三次还是响，谁来管管这事"
    assert any("--timezone" in warning for warning in found.warnings)


def test_sniff_reads_times_by_the_zone_that_it_is_given(tmp_path: Path) -> None:
    found = sniff(write_csv(tmp_path / "c.csv", COMMENTS), LoadOptions(timezone="Asia/Shanghai"))
    assert found.rows[0]["at"] == "2024-12-03T02:22:00Z"
    assert not any("--timezone" in warning for warning in found.warnings)


def test_sniff_wants_one_file(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="name one file"):
        sniff(tmp_path)


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(COMMENTS):
            sheet.write_row(number, 0, row)
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.records, result.used) == ("table", 7, 6)
    assert case.path.is_dir()


@pytest.mark.parametrize("name", ["old.xls", "open.ods"])
def test_workbooks_of_other_programs_are_read_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(XLS) if name == "old.xls" else _ods(path)
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.records, result.used) == ("table", 2, 2)
    post = read_posts(case).collect().row(0, named=True)
    assert (post["text"], post["likes"], post["at"].isoformat()) == (
        "机盖就是铁皮",
        12_000,
        "2024-12-03T02:22:00+00:00",
    )


def test_sniff_shows_the_export_of_an_archive_and_names_what_lies_beside_it(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "comments.csv", COMMENTS)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a_readme.txt", "made by hand")
        archive.write(table, "in/comments.csv")
    found = sniff(tmp_path / "all.zip")
    assert (found.format, len(found.rows)) == ("table", 7)
    assert f"shown is {tmp_path}/all.zip/in/comments.csv; the archive also holds a_readme.txt" in found.warnings


def test_json_that_is_broken_is_told_from_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "threads.json"
    path.write_text('{"items": [\n{"id": "1"},\n{"id" "2"}]}')
    with pytest.raises(ShoalError, match="broken or cut off at line 3"):
        sniff(path)
