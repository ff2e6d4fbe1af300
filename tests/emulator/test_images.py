# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images: file formats, and the rules of each model."""

from __future__ import annotations

import base64
import io
import typing as t
import urllib.error
import urllib.request
from functools import partial

import openai
import pytest
from openai.types import ImagesResponse
from PIL import Image, PngImagePlugin

from .conftest import Organization, refused

MODEL = "gpt-image-2.5-flare"
RED = (255, 0, 0, 255)
Pixel = tuple[int, ...]


def picture(size: tuple[int, int] = (64, 64), mode: str = "RGBA", fill: t.Any = "blue", form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, fill).save(out, form)
    return out.getvalue()


def named(data: bytes, name: str = "picture.png", mime: str = "image/png") -> t.Any:
    return (name, data, mime)


def seen(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def decoded(answer: t.Any, index: int = 0) -> Image.Image:
    return seen(base64.b64decode(answer.data[index].b64_json))


def middle(image: Image.Image) -> Pixel:
    found = image.convert("RGBA").getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "gif"])
def test_formats(client: openai.OpenAI, form: t.Any) -> None:
    more: dict[str, t.Any] = {"frame_count": 3, "frame_duration_ms": 100} if form == "gif" else {}
    answer = client.images.generate(model=MODEL, prompt="a red dot", output_format=form, size="320x160", **more)
    image = decoded(answer)
    assert (image.format, image.size) == (form.upper(), (320, 160))
    assert middle(image)[0] > 240 and max(middle(image)[1:3]) < 20
    assert (answer.size, answer.output_format, answer.quality) == ("320x160", form, "medium")
    assert getattr(image, "n_frames", 1) == (3 if form == "gif" else 1)
    assert answer.usage is not None and answer.usage.total_tokens > 0


def test_svg(client: openai.OpenAI) -> None:
    answer = client.images.generate(model=MODEL, prompt="a red dot", output_format="svg", svg={"model": "gpt-5.6-sol"})
    assert answer.data and base64.b64decode(answer.data[0].b64_json or "").startswith(b"<svg ")
    assert answer.svg_usage is not None and answer.svg_usage.model == "gpt-5.6-sol"


def test_images_are_deterministic(client: openai.OpenAI) -> None:
    def pixels(**more: t.Any) -> list[bytes]:
        answer = client.images.generate(model=MODEL, prompt="a boat", n=3, size="64x64", **more)
        return [decoded(answer, at).tobytes() for at in range(3)]

    first = pixels()
    assert first == pixels() and len(set(first)) == 3


def test_transparent_background(client: openai.OpenAI) -> None:
    image = decoded(client.images.generate(model=MODEL, prompt="red", background="transparent", size="64x64"))
    assert image.getpixel((0, 0)) == (0, 0, 0, 0) and middle(image) == RED


def test_stream_contains_partial_images(client: openai.OpenAI) -> None:
    stream = client.images.generate(model=MODEL, prompt="red", size="64x64", stream=True, partial_images=2)
    events = list(stream)
    kinds = [event.type for event in events]
    assert kinds == ["image_generation.partial_image"] * 2 + ["image_generation.completed"]
    assert all(seen(base64.b64decode(event.b64_json)).size == (64, 64) for event in events)


def test_image_urls_expire_and_reject_keys(client: openai.OpenAI, org: Organization) -> None:
    answer = client.images.generate(model="dall-e-3", prompt="a boat", quality="hd", style="natural")
    assert answer.data and answer.data[0].revised_prompt and answer.size is None
    url = str(answer.data[0].url)
    with urllib.request.urlopen(url) as got:
        assert seen(got.read()).size == (1024, 1024)
    with_key = urllib.request.Request(url, headers={"Authorization": f"Bearer {org.api_key}"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(with_key)
    assert caught.value.code == 403
    caught.value.close()
    org.advance(3700)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    assert caught.value.code == 404
    caught.value.close()


def test_edit_keeps_size_and_applies_mask(client: openai.OpenAI) -> None:
    mask = Image.new("RGBA", (96, 48), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 48, 48))
    out = io.BytesIO()
    mask.save(out, "PNG")
    answer = client.images.edit(
        model=MODEL, image=named(picture((96, 48))), mask=named(out.getvalue(), "mask.png"), prompt="make it red"
    )
    image = decoded(answer).convert("RGBA")
    assert image.size == (96, 48) and answer.size == "96x48"
    assert image.getpixel((10, 10)) == RED and image.getpixel((90, 40)) == (0, 0, 255, 255)


def test_edit_several_images_and_formats(client: openai.OpenAI) -> None:
    jpeg = named(picture(mode="RGB", form="JPEG"), "a.jpg", "image/jpeg")
    webp = named(picture(form="WEBP"), "b.webp", "image/webp")
    answer = client.images.edit(
        model="gpt-image-1.5", image=[jpeg, webp], prompt="red", size="1024x1024", input_fidelity="high", n=2
    )
    assert [decoded(answer, at).size for at in range(2)] == [(1024, 1024)] * 2
    stream = client.images.edit(model=MODEL, image=jpeg, prompt="red", stream=True, partial_images=1)
    assert [event.type for event in stream] == ["image_edit.partial_image", "image_edit.completed"]
    marked = named(picture(fill=(0, 0, 0, 0)), "markup.png")
    assert decoded(client.images.edit(model=MODEL, image=jpeg, markup=marked, prompt="red")).size == (64, 64)


def test_variations(client: openai.OpenAI) -> None:
    answer = vary(client, image=named(picture(fill="red")), n=2, size="256x256", response_format="b64_json")
    first, second = decoded(answer), decoded(answer, 1)
    assert first.size == second.size == (256, 256) and middle(first) != middle(second) != RED


def vary(client: openai.OpenAI, **asked: t.Any) -> t.Any:
    """The package warns that the API no longer supports this operation; compatible servers do."""
    with pytest.warns(DeprecationWarning):
        return client.images.create_variation(**asked)


GENERATE: list[tuple[dict[str, t.Any], str]] = [
    ({"model": "gpt-image-99"}, "model_not_found"),
    ({"model": "gpt-4o"}, ""),
    ({"n": 11}, "integer_above_max_value"),
    ({"size": "100x100"}, "invalid_value"),
    ({"size": "1600x160"}, "invalid_value"),
    ({"size": "3856x2160"}, "invalid_value"),
    ({"model": "gpt-image-1.5", "size": "320x160"}, "invalid_value"),
    ({"model": "gpt-image-1.5", "quality": "max"}, "invalid_value"),
    ({"quality": "hd"}, "invalid_value"),
    ({"response_format": "url"}, "unknown_parameter"),
    ({"style": "vivid"}, "unknown_parameter"),
    ({"prompt": "x" * 32_001}, "string_above_max_length"),
    ({"background": "transparent", "output_format": "jpeg"}, "invalid_value"),
    ({"output_compression": 50}, "invalid_png_output_compression"),
    ({"partial_images": 1}, "invalid_value"),
    ({"frame_count": 3}, "invalid_value"),
    ({"output_format": "svg", "n": 2}, "invalid_value"),
    ({"output_format": "gif", "stream": True}, "invalid_value"),
    ({"prompt": "[[blocked]]"}, "moderation_blocked"),
    ({"model": "dall-e-3", "n": 2}, "invalid_value"),
    ({"model": "dall-e-3", "size": "256x256"}, "invalid_value"),
    ({"model": "dall-e-2", "style": "vivid"}, "unknown_parameter"),
    ({"model": "dall-e-2", "background": "opaque"}, "unknown_parameter"),
    ({"model": "dall-e-2", "prompt": "x" * 1001}, "string_above_max_length"),
]


@pytest.mark.parametrize(("change", "code"), GENERATE)
def test_invalid_generations(client: openai.OpenAI, change: dict[str, t.Any], code: str) -> None:
    error = refused(partial(client.images.generate, **{"model": MODEL, "prompt": "red", **change}))
    assert (error.code or "") == code


EDIT: list[tuple[dict[str, t.Any], str]] = [
    ({"image": named(b"no picture")}, "invalid_image_file"),
    ({"image": named(picture()[:60])}, "invalid_image_file"),
    ({"image": named(picture(form="GIF"))}, "unsupported_file_mimetype"),
    ({"image": [named(picture())] * 17}, "array_above_max_length"),
    ({"mask": named(picture((32, 32)))}, "invalid_mask_image_format"),
    ({"mask": named(picture(mode="RGB"))}, "invalid_mask_image_format"),
    ({"mask": named(picture()), "markup": named(picture())}, "invalid_value"),
    ({"model": "gpt-image-2", "input_fidelity": "low"}, "unknown_parameter"),
    ({"model": "gpt-image-1-mini", "input_fidelity": "high"}, "invalid_value"),
    ({"model": "gpt-image-1.5", "markup": named(picture())}, "unknown_parameter"),
    ({"model": "dall-e-3"}, "invalid_value"),
    ({"model": "dall-e-2", "image": named(picture((64, 32)))}, "invalid_image_size"),
    ({"model": "dall-e-2", "image": named(picture(mode="RGB", form="JPEG"))}, "invalid_image_format"),
    ({"model": "dall-e-2", "image": named(picture(mode="RGB"))}, "invalid_image_format"),
    ({"model": "dall-e-2", "image": named(picture() + bytes(4 * 1024 * 1024))}, "invalid_image_size"),
]


@pytest.mark.parametrize(("change", "code"), EDIT)
def test_invalid_edits(client: openai.OpenAI, change: dict[str, t.Any], code: str) -> None:
    request = {"model": MODEL, "prompt": "red", "image": named(picture()), **change}
    assert refused(partial(client.images.edit, **request)).code == code


def test_invalid_variations(client: openai.OpenAI) -> None:
    flat, jpeg = named(picture((64, 32))), named(picture(mode="RGB", form="JPEG"))
    assert refused(lambda: vary(client, image=flat)).code == "invalid_image_size"
    assert refused(lambda: vary(client, image=jpeg)).code == "invalid_image_format"
    good = named(picture())
    assert refused(lambda: vary(client, image=good, model=MODEL)).param == "model"


def test_account_options_apply(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"enforce_shutdown": True})
    org.control("clock", {"advance": 3 * 365 * 86400})
    assert refused(lambda: client.images.generate(model="dall-e-3", prompt="red")).code == "model_not_found"
    org.control("options", {"quota": "exhausted"})
    assert refused(lambda: client.images.generate(model=MODEL, prompt="red")).code == "insufficient_quota"


def test_provenance_of_images(client: openai.OpenAI) -> None:
    answer = client.images.generate(model=MODEL, prompt="red", size="64x64")
    raw = base64.b64decode(answer.data[0].b64_json or "") if answer.data else b""
    checks = client.content_provenance_checks
    found = checks.create(file=named(raw)).results
    assert [each.type for each in found] == ["c2pa", "synthid"]
    assert {each.outcome for each in found} == {"detected"} and found[0].model == MODEL
    assert found[0].type == "c2pa" and (found[0].validation_state, found[0].issuer) == ("trusted", "OpenAI")
    (state, *_rest) = checks.create(file=named(picture())).results
    assert state.type == "c2pa" and (state.outcome, state.validation_state) == ("not_detected", "not_present")
    image = seen(raw)
    image.putpixel((0, 0), (1, 2, 3, 255))
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", image.info["Comment"])
    image.save(out, "PNG", pnginfo=info)
    (state, *_rest) = checks.create(file=named(out.getvalue())).results
    assert state.type == "c2pa" and (state.outcome, state.validation_state) == ("not_detected", "invalid")
    assert refused(lambda: checks.create(file=named(b"text"))).code == "invalid_file_format"


def edited(client: openai.OpenAI, **body: t.Any) -> ImagesResponse:
    """Edit images with a JSON body, for which the package has no method."""
    return client.post("/images/edits", cast_to=ImagesResponse, body={"model": MODEL, "prompt": "make it red", **body})


def test_edit_with_a_json_body(client: openai.OpenAI) -> None:
    mask = Image.new("RGBA", (96, 48), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 48, 48))
    out = io.BytesIO()
    mask.save(out, "PNG")
    file = client.files.create(file=("a.png", picture((96, 48))), purpose="vision").id
    url = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    image = decoded(edited(client, images=[{"file_id": file}], mask={"image_url": url}, moderation="low")).convert(
        "RGBA"
    )
    assert image.size == (96, 48)
    assert image.getpixel((10, 10)) == RED and image.getpixel((90, 40)) == (0, 0, 255, 255)
    assert decoded(edited(client, images=[{"image_url": "https://example.com/blue.png"}])).size == (1024, 1024)
    assert client.files.retrieve(file).status == "processed"
    for images, param in (
        ([], "images"),
        ([{}], "images[0]"),
        ([{"file_id": file, "image_url": url}], "images[0]"),
        ([{"file_id": "file-none"}], "images[0].file_id"),
        ([{"image_url": "data:image/png;base64,!"}], "images[0].image_url"),
        ([{"image_url": "ftp://example.com/a.png"}], "images[0].image_url"),
        ([{"image_url": "data:image/png;base64,aGVsbG8="}], "image"),
    ):
        assert refused(partial(edited, client, images=images)).param == param
    assert refused(lambda: edited(client, images=[{"file_id": file}], image="a")).code == "unknown_parameter"


@pytest.mark.parametrize(
    ("model", "size", "made"),
    [
        ("gpt-image-1.5", (96, 48), "1536x1024"),
        ("gpt-image-1.5", (48, 96), "1024x1536"),
        ("gpt-image-1.5", (64, 64), "1024x1024"),
        (MODEL, (100, 50), "96x48"),
        (MODEL, (400, 40), "1536x1024"),
    ],
)
def test_sizes_of_edits_are_those_of_the_model(
    client: openai.OpenAI, model: str, size: tuple[int, int], made: str
) -> None:
    answer = client.images.edit(model=model, image=named(picture(size)), prompt="red")
    assert answer.size == made and "x".join(map(str, decoded(answer).size)) == made


def test_a_parameter_of_newer_models_selects_one(client: openai.OpenAI) -> None:
    stream = client.images.generate(prompt="red", stream=True)
    assert [event.type for event in stream] == ["image_generation.completed"]
    assert client.images.generate(prompt="red", response_format="b64_json").data
