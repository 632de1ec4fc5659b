"""Pictures: the shipped set, the formats of the full ones, what is wrong with a folder, augmentation."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import torch

from empirical.data import PLACES, SMALL, load, read_folder
from empirical.data.augment import AUGMENTATIONS
from empirical.data.cifar import CIFAR, CIFAR10, CIFAR100
from empirical.data.idx import IDX
from theory.errors import BadInput
from toys.data import FOLDER

TINY10 = CIFAR("tiny", "inner", ("a.bin", "b.bin"), "test.bin", labels=1, classes=10, records=3, tests=2)
TINY100 = CIFAR("tiny", "inner", ("train.bin",), "test.bin", labels=2, classes=100, records=3, tests=2)
TINY_IDX = IDX("tiny", side=4, classes=10, total=3, tests=2)


def records(form: CIFAR, count: int, first: int) -> bytes:
    """Record r: labels that end in first + r, then pixels that count up from it."""
    pixels = np.arange(3072)
    rows = [[*[9] * (form.labels - 1), first + r, *(pixels + first + r) % 256] for r in range(count)]
    return np.array(rows, dtype=np.uint8).tobytes()


def write_cifar(folder: Path, form: CIFAR) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(form.parts):
        (folder / part).write_bytes(records(form, form.records, 3 * number))
    (folder / form.test).write_bytes(records(form, form.tests, 7))


def write_idx(folder: Path, form: IDX, packed: bool) -> None:
    for part, count in (("train", form.total), ("t10k", form.tests)):
        pixels = np.arange(count * form.side**2, dtype=np.uint8).tobytes()
        header = np.array([0x803, count, form.side, form.side], dtype=">u4").tobytes()
        labels = np.array([0x801, count], dtype=">u4").tobytes() + bytes(range(count))
        for name, content in (("images-idx3", header + pixels), ("labels-idx1", labels)):
            path = folder / f"{part}-{name}-ubyte{'.gz' if packed else ''}"
            path.write_bytes(gzip.compress(content) if packed else content)


def test_the_shipped_set() -> None:
    small = load(SMALL)
    assert (small.shape, small.classes) == ((1, 28, 28), 10)
    assert small.labels.bincount().tolist() == [500] * 10
    assert small.test_labels.bincount().tolist() == [100] * 10
    mean, deviation = small.moments
    pixels = small.images.double()
    torch.testing.assert_close(mean.flatten(), pixels.mean()[None])
    torch.testing.assert_close(deviation.flatten(), pixels.std(correction=0)[None])


@pytest.mark.parametrize("form", [TINY10, TINY100])
@pytest.mark.parametrize("inner", ["", "inner"])
def test_cifar(tmp_path: Path, form: CIFAR, inner: str) -> None:
    """In the folder itself, or in the one that the archive unpacks to."""
    write_cifar(tmp_path / inner, form)
    found = form.found_in(tmp_path)
    assert found == tmp_path / inner
    pictures = form.read(found)
    total = len(form.parts) * form.records
    assert pictures.images.shape == (total, 3, 32, 32)
    assert pictures.labels.tolist() == list(range(total))
    assert pictures.test_labels.tolist() == [7, 8]
    # picture 1, green plane (1024 numbers on), second row, third column
    assert int(pictures.images[1, 1, 1, 2]) == (1 + 1024 + 32 + 2) % 256


@pytest.mark.parametrize("packed", [False, True])
def test_idx(tmp_path: Path, packed: bool) -> None:
    write_idx(tmp_path, TINY_IDX, packed)
    assert TINY_IDX.found_in(tmp_path) == tmp_path
    pictures = TINY_IDX.read(tmp_path)
    assert pictures.images.flatten().tolist() == list(range(48))
    assert pictures.images.shape == (3, 1, 4, 4)
    assert pictures.labels.tolist() == [0, 1, 2]
    assert pictures.test_images.shape == (2, 1, 4, 4)


def test_official_sizes() -> None:
    """As their makers give them."""
    assert len(CIFAR10.parts) * CIFAR10.records == CIFAR100.records == IDX().total - 10000 == 50000
    assert CIFAR10.records * (CIFAR10.labels + 3072) == 30_730_000
    assert CIFAR100.records * (CIFAR100.labels + 3072) == 153_700_000


def refused(what: str, folder: Path, form: CIFAR | IDX) -> None:
    with pytest.raises(BadInput, match=re.escape(what)) as refusal:
        form.read(folder)
    assert str(refusal.value).count("\n") == 0


def test_a_folder_that_is_not_whole(tmp_path: Path) -> None:
    write_cifar(tmp_path, TINY10)
    (tmp_path / "b.bin").unlink()
    refused(f"{tmp_path} lacks b.bin; expected: a file of 9219 bytes", tmp_path, TINY10)
    (tmp_path / "b.bin").write_bytes(b"short")
    refused("b.bin has 5 bytes; expected: 9219", tmp_path, TINY10)
    (tmp_path / "b.bin").write_bytes(records(TINY10, 3, 8))
    refused("b.bin has label 10; allowed: labels from 0 to 9", tmp_path, TINY10)


@pytest.mark.parametrize("mark", ["  ", " *"])
def test_a_file_with_another_checksum(tmp_path: Path, mark: str) -> None:
    """Of files that SHA256SUMS does not name nothing is known."""
    write_idx(tmp_path, TINY_IDX, packed=True)
    name = "t10k-images-idx3-ubyte.gz"
    right = sha256((tmp_path / name).read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{right}{mark}{name}\n")
    assert TINY_IDX.read(tmp_path).test_labels.tolist() == [0, 1]
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}{mark}{name}\n")
    refused(f"{name} has the SHA-256 {right}; expected, by SHA256SUMS: 000", tmp_path, TINY_IDX)


def test_an_idx_folder_that_is_not_whole(tmp_path: Path) -> None:
    write_idx(tmp_path, TINY_IDX, packed=True)
    labels = tmp_path / "train-labels-idx1-ubyte.gz"
    labels.write_bytes(labels.read_bytes()[:-4])
    refused("cannot be read", tmp_path, TINY_IDX)
    labels.write_bytes(gzip.compress(np.array([0x802, 3], dtype=">u4").tobytes() + bytes(3)))
    refused("begins with [2050, 3]; expected: [2049, 3]", tmp_path, TINY_IDX)
    labels.unlink()
    refused("lacks train-labels-idx1-ubyte", tmp_path, TINY_IDX)


def test_names_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    with pytest.raises(BadInput, match=r"cifar10 was not found .* is not set"):
        load("cifar10")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with pytest.raises(BadInput, match=r"cifar10 was not found .looked in .*/cifar10"):
        load("cifar10")
    with pytest.raises(BadInput, match=f"did you mean {SMALL}"):
        load("fashion_mnist_smal")
    with pytest.raises(BadInput, match="holds no pictures"):
        load(str(tmp_path))
    (tmp_path / "cifar10").mkdir()
    (tmp_path / "cifar10" / "data_batch_1.bin").write_bytes(b"")
    for name in ("cifar10", str(tmp_path / "cifar10")):
        with pytest.raises(BadInput, match=r"data_batch_1\.bin has 0 bytes; expected: 30730000"):
            load(name)


@pytest.mark.parametrize("name", PLACES)
def test_full_sets_where_a_user_has_them(name: str) -> None:
    try:
        pictures = load(name)
    except BadInput:
        pytest.skip(f"{name} is not here; put it into the folder that {FOLDER} names")
    counts = pictures.labels.bincount().tolist()
    assert counts == [len(pictures.labels) // pictures.classes] * pictures.classes


def test_read_folder_tells_formats_apart(tmp_path: Path) -> None:
    (tmp_path / "train.bin").write_bytes(b"")
    with pytest.raises(BadInput, match=r"train\.bin has 0 bytes; expected: 153700000"):
        read_folder(tmp_path)


def by_hand(image: np.ndarray, variant: int, padding: int) -> np.ndarray:
    offsets = 2 * padding + 1
    down, right, flip = variant // offsets % offsets, variant % offsets, variant // offsets**2
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    cut = padded[:, down : down + image.shape[1], right : right + image.shape[2]]
    return cut[:, :, ::-1] if flip else cut


@pytest.mark.parametrize(("name", "variants"), [("none", 1), ("crop", 81), ("flip", 2), ("crop-flip", 162)])
def test_augmentation(name: str, variants: int) -> None:
    """Every variant against one made by hand; each is another picture."""
    augmentation = AUGMENTATIONS[name]
    assert augmentation.variants == variants
    image = torch.arange(1, 2 * 6 * 5 + 1, dtype=torch.uint8).reshape(1, 2, 6, 5)
    every = augmentation.apply(image.expand(variants, -1, -1, -1), torch.arange(variants))
    for variant in range(variants):
        expected = by_hand(image[0].numpy(), variant, augmentation.padding)
        np.testing.assert_array_equal(every[variant].numpy(), expected)
    assert len({v.numpy().tobytes() for v in every}) == variants
    middle = variants // 2 if name == "crop" else 40 if name == "crop-flip" else 0
    assert torch.equal(every[middle], image[0])
