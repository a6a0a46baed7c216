"""Which data package is meant."""

import pytest

from briefing.dataset.location import NoPackage, find_package


@pytest.fixture(autouse=True)
def no_variable(monkeypatch):
    """Keep out what the environment of the tests says."""
    monkeypatch.delenv("BRIEFING_DATA", raising=False)


@pytest.fixture
def project(tmp_path):
    """A project with a package in `data` and a folder of notebooks."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


@pytest.mark.parametrize("folder", [".", "notebooks", "data"])
def test_the_nearest_package_is_found(project, monkeypatch, folder):
    """A notebook finds the data from its own folder, and a command from the top."""
    monkeypatch.chdir(project / folder)

    assert project / "data" == find_package()


def test_the_environment_names_a_package(project, monkeypatch, tmp_path):
    """The variable goes before what is near."""
    monkeypatch.chdir(project)
    monkeypatch.setenv("BRIEFING_DATA", str(tmp_path / "elsewhere"))

    assert tmp_path / "elsewhere" == find_package("")


@pytest.mark.parametrize("name", ["data", "data/datapackage.json"])
def test_a_named_package_goes_first(project, monkeypatch, name):
    """What is named is meant, whether by its folder or by its descriptor."""
    monkeypatch.setenv("BRIEFING_DATA", "elsewhere")

    assert project / "data" == find_package(project / name)


def test_no_package_is_a_sentence(tmp_path, monkeypatch):
    """Where there is none, the message says where was looked and how to name one."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NoPackage, match="--data"):
        find_package()
