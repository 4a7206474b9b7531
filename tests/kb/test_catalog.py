"""The catalog: round trips, names, reading by key, migrations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.catalog import Catalog, codec, writer
from kb.catalog import engine as engines
from kb.catalog import schema as t
from kb.errors import AmbiguousNameError, KnowledgeBaseError, NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.model import PassageKey, PassageKind, Source, Status
from tests.kb.conftest import Opener
from tests.kb.sample import notice, regulation
from tests.kb.wild import sources


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog without the other stores."""
    engine = engines.open_engine(f"sqlite:///{tmp_path_factory.mktemp('catalog') / 'catalog.sqlite3'}")
    engines.migrate(engine)
    return Catalog(engine)


def write(catalog: Catalog, source: Source) -> str:
    """Put a source into the catalog alone."""
    with catalog.engine.begin() as connection:
        windows = [int(passage.kind.group is not None) for passage in source.passages]
        source_id, generation = writer.stage(connection, source, windows, codec.fingerprint(source))
        writer.activate(connection, source_id, generation)
    return source_id


@given(sources())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_source_round_trips(catalog: Catalog, wild: tuple[Source, bytes]) -> None:
    """What is loaded equals what was stored, down to the last field."""
    source, _ = wild
    source_id = write(catalog, source)
    loaded = catalog.load(source_id)
    assert loaded == source
    assert codec.fingerprint(loaded) == codec.fingerprint(source)


@given(sources(), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_stored_passages_are_places(catalog: Catalog, wild: tuple[Source, bytes], data: st.DataObject) -> None:
    """Every stored passage carries the words of its place, its page, and its document's facts."""
    source, _ = wild
    source_id = write(catalog, source)
    stored = catalog.of_source(source_id)
    assert [passage.key.seq for passage in stored] == list(range(len(source.passages)))
    documents = {document.part: document for document in source.documents}
    for passage, original in zip(stored, source.passages, strict=True):
        assert passage.text == source.slice(original.span)
        assert passage.span == original.span
        assert passage.problem == original.problem
        assert passage.title == documents[passage.part].title
        assert passage.validity is documents[passage.part].meta.validity
    wanted = data.draw(st.lists(st.sampled_from([passage.key for passage in stored]))) if stored else []
    found = catalog.passages([*wanted, PassageKey("nowhere", 1, 1), PassageKey(source_id, 99999, 0)])
    assert list(found) == list(dict.fromkeys(wanted))


def test_pages_of_passages(kb: KnowledgeBase) -> None:
    """A passage names the page on which it begins."""
    source, original = regulation()
    outcome = kb.add(source, original)
    pages = [passage.page for passage in kb.catalog.of_source(outcome.source_id)]
    assert pages == [source.page_of(passage.span.start) for passage in source.passages]
    assert pages[0] == 1
    assert pages[-1] == 2


def test_article_by_number(kb: KnowledgeBase) -> None:
    """An article is found by its number; one that does not exist is None."""
    outcome = kb.add(*regulation(5))
    article = kb.catalog.article(outcome.source_id, 0, 3)
    assert article is not None
    assert article.locator == "第三条"
    assert article.text.startswith("第三条")
    assert article.kind is PassageKind.ARTICLE
    assert kb.catalog.article(outcome.source_id, 0, 6) is None
    assert kb.catalog.article(outcome.source_id, 0, 3, 1) is None
    assert kb.catalog.article(outcome.source_id, 1, 3) is None


def test_neighbours(kb: KnowledgeBase) -> None:
    """Neighbours are the passages around, in reading order, without the passage itself."""
    outcome = kb.add(*regulation(5))
    key = PassageKey(outcome.source_id, outcome.generation, 3)
    assert [passage.key.seq for passage in kb.catalog.neighbours(key, 2)] == [1, 2, 4, 5]
    assert [passage.key.seq for passage in kb.catalog.neighbours(key._replace(seq=0))] == [1]
    assert kb.catalog.neighbours(key._replace(seq=99)) == []


def test_problems(kb: KnowledgeBase) -> None:
    """Problems can be listed by status, type, class of types and unit, and found by locator."""
    outcome = kb.add(*notice())
    kb.add(*notice(name="白石县整改通报", unit="白石县公安局", extra="另。"))
    catalog = kb.catalog
    assert len(catalog.problems()) == 4
    assert [info.problem.locator for info in catalog.problems(source_id=outcome.source_id)] == ["1.", "2."]
    assert {info.problem.title for info in catalog.problems(status=Status.IN_PROGRESS)} == {"值班脱岗"}
    assert len(catalog.problems(type_code="后勤保障")) == len(catalog.problems(type_code="后勤保障/装备管理")) == 2
    assert catalog.problems(type_code="后勤") == []
    assert {info.doc for info in catalog.problems(unit="白石县公安局")} == {"白石县整改通报.txt"}
    found = catalog.problem(outcome.source_id, "2.")
    assert found.problem == notice()[0].documents[0].problems[1]
    assert found.unit == "青岚市公安局"
    with pytest.raises(NotFoundError, match="9"):
        catalog.problem(outcome.source_id, "9.")


def test_problem_titles_of_passages(kb: KnowledgeBase) -> None:
    """A measure carries the title of its problem."""
    outcome = kb.add(*notice())
    titles = [passage.problem_title for passage in kb.catalog.of_source(outcome.source_id)]
    assert titles == [None, *["装备台账不清"] * 3, *["值班脱岗"] * 3]


def test_lists(kb: KnowledgeBase) -> None:
    """Sources and regulations are listed with their counts."""
    law, paper = kb.add(*regulation(5)), kb.add(*notice())
    infos = {info.source_id: info for info in kb.catalog.sources()}
    assert infos.keys() == {law.source_id, paper.source_id}
    document = infos[paper.source_id].documents[0]
    assert (document.passages, document.problems, document.articles) == (7, 2, 0)
    assert infos[law.source_id].sha256 == regulation(5)[0].sha256
    [found] = kb.catalog.regulations()
    assert (found.source_id, found.articles, found.title) == (law.source_id, 5, "青岚市勤务规定")
    assert kb.catalog.text(law.source_id) == regulation(5)[0].text


def test_names(kb: KnowledgeBase) -> None:
    """A source is found by id, base name with or without suffix, origin and title; near misses are offered."""
    source, original = regulation()
    outcome = kb.add(source, original)
    for name in (outcome.source_id, source.doc, source.origin, "青岚市勤务规定", " 青岚市勤务规定.md "):
        assert kb.catalog.resolve(name).source_id == outcome.source_id
    with pytest.raises(NotFoundError, match=r"青岚市勤务规定\.md"):
        kb.catalog.resolve("青岚勤务规定")
    with pytest.raises(NotFoundError):
        kb.catalog.resolve("")
    for read in (kb.catalog.load, kb.catalog.text, kb.catalog.source):
        with pytest.raises(NotFoundError, match="xunjian list"):
            read("nowhere")


def test_ambiguous_names(kb: KnowledgeBase) -> None:
    """The same base name from two folders is two sources; asking by it names both."""
    kb.add(*regulation(3, origin="/甲/青岚市勤务规定.md"))
    kb.add(*regulation(4, origin="/乙/青岚市勤务规定.md"))
    with pytest.raises(AmbiguousNameError) as caught:
        kb.catalog.resolve("青岚市勤务规定.md")
    assert "/甲/" in str(caught.value)
    assert "/乙/" in str(caught.value)
    assert kb.catalog.resolve("/甲/青岚市勤务规定.md").origin.startswith("/甲/")


def test_source_ids_never_clash(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two origins would share an id, the second gets a longer one; ids hold no colon."""
    monkeypatch.setattr(writer, "ID_LENGTH", 1)
    ids = {write(catalog, regulation(1, origin=f"/夹/{number}")[0]) for number in range(40)}
    assert len(ids) == 40
    assert not any(":" in source_id for source_id in ids)


def test_reading_by_key_uses_the_key(kb: KnowledgeBase) -> None:
    """No statement run for passages by key scans a whole table."""
    keys = [
        PassageKey(outcome.source_id, outcome.generation, seq)
        for outcome in (kb.add(*regulation()), kb.add(*notice()))
        for seq in (1, 3)
    ]
    run: list[tuple[str, object]] = []
    sa.event.listen(kb._engine, "before_cursor_execute", lambda *args: run.append((args[2], args[3])))
    assert len(kb.passages(keys)) == 4
    statements = [(sql, values) for sql, values in run if sql.startswith("SELECT")]
    assert len(statements) == 3
    with kb._engine.connect() as connection:
        for sql, values in statements:
            plan = [row[-1] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, values)]
            assert not [step for step in plan if step.startswith("SCAN")], (sql, plan)


def test_reading_many_keys(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """More keys than one statement takes come back complete and in order."""
    monkeypatch.setattr("kb.catalog.catalog.OWNERS", 3)
    monkeypatch.setattr("kb.catalog.catalog.POSITIONS", 1)
    ids = [write(catalog, regulation(3, origin=f"/多/{number}")[0]) for number in range(10)]
    active = catalog.state().active
    keys = [PassageKey(source_id, active[source_id], seq) for seq in (4, 2) for source_id in ids]
    found = catalog.passages(keys)
    assert list(found) == keys
    assert all(passage.text.startswith(passage.locator) for passage in found.values())


def test_a_reader_sees_one_state(catalog: Catalog) -> None:
    """A transaction that has begun to read does not see what is committed meanwhile."""
    with catalog.engine.connect() as reader:
        count = sa.select(sa.func.count()).select_from(t.sources)
        before = reader.execute(count).scalar()
        write(catalog, regulation(1, origin="/快照")[0])
        assert reader.execute(count).scalar() == before


def test_the_migrations_give_the_tables(tmp_path: Path) -> None:
    """Running all migrations gives exactly the tables of the schema, and the newest is the expected one."""
    engine = engines.open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert not engines.is_current(engine)
    engines.migrate(engine)
    assert engines.is_current(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []
    config = Config()
    config.set_main_option("script_location", str(Path(engines.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == t.REVISION


def test_a_newer_catalog_is_refused(open_kb: Opener) -> None:
    """A catalog made by a newer version is not touched; the message says to upgrade."""
    with open_kb()._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(KnowledgeBaseError, match="升级"):
        open_kb()


def test_a_damaged_catalog_is_named(open_kb: Opener, tmp_path: Path) -> None:
    """A file that is no database is reported with its place."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "catalog.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(KnowledgeBaseError, match=r"catalog\.sqlite3"):
        open_kb()


def test_an_unusable_address_is_named(open_kb: Opener) -> None:
    """A database address of an unknown kind is reported with the setting to correct."""
    with pytest.raises(KnowledgeBaseError, match="database_url"):
        open_kb(database_url="nodb://x")


def test_opening_and_reading_imports_nothing_heavy(open_kb: Opener, tmp_path: Path) -> None:
    """Opening an up-to-date knowledge base imports neither alembic nor Chroma nor a model runtime."""
    open_kb().add(*regulation())
    code = (
        "import sys\n"
        "from kb.knowledge_base import KnowledgeBase\n"
        "from kb.model import Group\n"
        "from kb.settings import Settings\n"
        "with KnowledgeBase(Settings()) as kb:\n"
        "    assert kb.lexical(Group.ARTICLE, {'装备': 1.0}, 3)\n"
        "    assert kb.catalog.sources()\n"
        "print([name for name in ('alembic', 'chromadb', 'onnxruntime', 'llama_index') if name in sys.modules])\n"
    )
    environment = {"XUNJIAN_HOME": str(tmp_path / "home"), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
