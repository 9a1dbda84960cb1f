"""The VBA compression against its own inverse and against olevba's decompressor."""

from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from perf_xl.addin.compression import CHUNK, compress, decompress

texts = st.text(alphabet="Sub End Function Dim As x1_\r\n", max_size=3 * CHUNK).map(str.encode)


@given(texts)
def test_compress_when_decompressed_by_olevba_then_gives_the_source(data):
    """An independent reader gets the source back."""
    expected = data
    assert expected == bytes(decompress_stream(bytearray(compress(data))))


@given(st.binary(max_size=3000))
def test_decompress_when_fed_any_bytes_compressed_then_gives_them_back(data):
    """Also for bytes that do not compress."""
    assert data == decompress(compress(data))


def test_compress_when_text_repeats_then_is_much_shorter():
    """A real compressor, not a wrapper of literals."""
    data = b"Public Function PERF_SCORE() As Variant\r\n" * 400
    assert len(data) / len(compress(data)) > 10


def test_compress_when_given_the_example_of_the_specification_then_matches():
    """[MS-OVBA] 3.2.2, the normal compression example."""
    data = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    expected = bytes.fromhex(
        "012fb0 0023616161626364658266007061676869 6a013808616b6c00306d6e6f7006710270041072737475761077 78797a003c"
    )
    assert data == decompress(expected)
    assert data == decompress(compress(data))
