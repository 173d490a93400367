"""What report.zh.pdf lists: raw files, method, exhibits and every file with category, format, size and integrity value.

The headings follow the Chinese provisions on electronic data in criminal cases (2016, article 14): category, file
format, integrity value, method, process, and signatures of those who took the data and of a witness.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from case.sources import Source
from evidence.bag import VARYING, Bag
from evidence.cells import cell
from evidence.exhibit_files import WrittenExhibit
from evidence.material import Material
from evidence.omissions import Omission, omission_table
from evidence.wording import number
from shoal import __version__

Rows = tuple[tuple[str, ...], ...]
FINDINGS = {"synchronised": "协同（经检验）", "explained": "协同，有合理解释", "candidate": "线索",
            None: "无"}  # fmt: skip
RUN_FINDINGS = {"found": "发现协同群组", "nothing_found": "未发现协同群组", "not_enough_data": "数据不足，无法判断"}
KINDS = {"cluster": "群组", "link": "账号关联", "account": "账号"}
STAGES = {"load": "载入", "run": "检测", "selection": "选择", "export": "导出", "query": "查询", "disclosure": "披露",
          "report": "报告"}  # fmt: skip
LEVELS = {"full": "完整", "pseudonymised": "假名化", "summary": "摘要（不含个人信息）"}
_CATEGORIES = {"exhibits": "证据项", "subgraph": "关系图数据", "queries": "查询及结果", "runs": "检测运行记录",
               "custody": "保管链日志", "takedown": "平台处置附件"}  # fmt: skip
_OTHERS = {"sources.csv": "来源文件登记", "judgements.csv": "人工判断", "omissions.csv": "未包含内容登记",
           "case.json": "案件信息", "report.html": "报告", "report.pdf": "报告"}  # fmt: skip
_FORMATS = {"csv": "CSV 表格", "json": "JSON", "jsonl": "JSON 逐行", "xlsx": "Excel 表格", "txt": "纯文本",
            "html": "网页", "pdf": "PDF", "graphml": "GraphML", "gexf": "GEXF", "cypher": "Cypher 语句"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListContent:
    """The printed list as plain values."""

    title: str
    case: str
    facts: Rows
    sources: Rows
    records: Rows
    method: tuple[str, ...]
    parameters: Rows
    exhibits: Rows
    files: Rows
    omissions: Rows


def list_content(
    bag: Bag, material: Material, exhibits: Sequence[WrittenExhibit], *, omissions: Sequence[Omission], level: str
) -> ListContent:
    """List what is in the bag by now, so it is to be asked for last."""
    run = material.chosen.run
    listed = [name for name in bag.payload() if not name.startswith(VARYING)]  # so that a repeat gives the same list
    return ListContent(
        title=material.case.title,
        case=material.case.id,
        facts=_facts(material, level),
        sources=tuple(_source(source, place) for place, source in enumerate(material.sources, start=1)),
        records=tuple(_records(source, place) for place, source in enumerate(material.sources, start=1)),
        method=tuple(_method(material)),
        parameters=tuple((name, _value(value)) for name, value in sorted(run.parameters.items())) if run else (),
        exhibits=tuple(_exhibit(item) for item in exhibits),
        files=tuple(_file(bag, name, place) for place, name in enumerate(listed, start=1)),
        omissions=tuple(
            (STAGES[row["stage"]], row["item"], f"{row['what']}: {row['reason']}",
             "不详" if row["count"] is None else f"{row['count']:,}")
            for row in omission_table(omissions).iter_rows(named=True)
        ),
    )  # fmt: skip


def _value(value: object) -> str:
    return "未设定" if value is None else cell(value)


def _facts(material: Material, level: str) -> Rows:
    case = material.case
    told = {
        "案件名称": case.title,
        "案件编号": case.id,
        "单位": case.organisation,
        "操作人": case.operator,
        "目的": case.purpose,
        "授权依据": case.authority,
        "披露等级": LEVELS[level],
        "时区": f"{case.timezone}（另记协调世界时 UTC）" if case.timezone else "协调世界时（UTC）",
        "软件": f"Shoal {__version__}",
    }
    return tuple((name, value or "未填写") for name, value in told.items())


def _source(source: Source, place: int) -> tuple[str, ...]:
    loaded = f"{source.loaded_at} {source.loaded_by}"
    return str(place), source.name, source.format, f"{source.size:,}", source.sha256, loaded


def _records(source: Source, place: int) -> tuple[str, ...]:
    counts = (source.records, source.used, source.duplicates, source.rejects)
    return str(place), source.name, *(f"{count:,}" for count in counts)


def _method(material: Material) -> list[str]:
    run = material.chosen.run
    steps = [
        "来源文件在读取前计算 SHA-256 校验值并登记；原文件未作改动。每条帖文保留其来源文件及行（记录）号。",
        "记录按统一字段载入案件，重复记录和不可读记录计数并登记，见“来源文件的记录去向”。",
    ]
    if run:
        said = RUN_FINDINGS.get(run.finding, run.finding)
        steps.append(f"检测运行 {run.id}：输入数据指纹 {run.input_fingerprint}；结论：{said}。"
                     "对账号在时间窗口内的共同行为与偶然水平作比较，并对多重检验作校正。")  # fmt: skip
        steps.append("对每一群组逐项审查无害解释（如粉丝群体、同一机构公开运营、分享按钮等），适合程度见各证据项。")
    else:
        steps.append("本案件尚无检测运行；所列账号未经测量。")
    steps.append("证据包按 BagIt 1.0（RFC 8493）封装，逐一计算 SHA-512 校验值，并以案件密钥作 Ed25519 数字签名。")
    steps.append("自立案起的操作记入哈希链日志（data/custody/journal.jsonl），改动任一条目均可检出。")
    return steps


def _exhibit(item: WrittenExhibit) -> tuple[str, ...]:
    said = item.summary
    finding = FINDINGS[str(said["finding"]) if said["finding"] else None]
    kind, about, root = KINDS[item.exhibit.kind], str(said["about"]), str(said["root"]) or "—"
    return item.exhibit.number, kind, about, finding, number(said["accounts"]), number(item.tables.posts.height), root


def _file(bag: Bag, name: str, place: int) -> tuple[str, ...]:
    parts = name.split("/")
    category = _CATEGORIES.get(parts[1]) or _OTHERS.get(parts[1], "其他")
    kind = _FORMATS.get(name.rpartition(".")[2], "其他")
    return str(place), name, category, kind, f"{bag.sizes[name]:,}", bag.digests[name]
