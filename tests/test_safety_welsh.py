"""Danger told in Welsh is recognised, and words that only sound like it are let through."""

from __future__ import annotations

import pytest

from bot.understanding.safety import check

DANGER = (
    ("life", "mae'r tŷ ar dân"),
    ("life", "mae'r sied ar dan ac mae'n lledu"),
    ("life", "tân yn y gegin, help"),
    ("life", "mae rhywun yn ymosod arna i"),
    ("life", "dydy o ddim yn anadlu"),
    ("life", "mae dad yn anymwybodol ar y llawr"),
    ("life", "dwi'n meddwl mod i'n cael trawiad ar y galon"),
    ("life", "mae dyn gyda chyllell yn y stryd"),
    ("life", "mae rhywun yn torri i mewn i'r tŷ nawr"),
    ("life", "galwch ambiwlans"),
    ("life", "mae'r babi yn tagu"),
    ("suicide", "dwi isio lladd fy hun"),
    ("suicide", "rwy'n meddwl am ladd fy hun"),
    ("suicide", "fi'n moyn marw"),
    ("suicide", "mae'n well i bawb hebddo i"),
    ("suicide", "mae fy merch yn bygwth lladd ei hun"),
    ("suicide", "dwi wedi cymryd gormod o dabledi"),
    ("mental-health", "mae fy mrawd yn clywed lleisiau ac yn gweiddi"),
    ("gas", "arogl nwy yn y tŷ"),
    ("gas", "ogla nwy mawr yn y gegin"),
    ("gas", "ma 'na wynt nwy yma, mae'r nwy'n gollwng"),
    ("gas", "larwm carbon monocsid yn canu"),
    ("power", "mae cebl trydan wedi disgyn ar y ffordd"),
    ("power", "gwifren drydan yn gwreichioni ar y llawr"),
    ("domestic-abuse", "mae fy ngŵr yn fy nharo i"),
    ("domestic-abuse", "dwi ofn mynd adref, mae fy mhartner yn fy mygwth"),
    ("child", "mae dad yn fy nghuro i"),
    ("child", "mae plentyn drws nesaf yn cael ei guro"),
    ("child", "mae fy merch fach wedi diflannu"),
    ("adult", "mae gofalwr yn taro nain"),
)
NO_DANGER = (
    "ar agor tan bump",
    "dwi ar dân eisiau gweld y gêm",
    "cyngor ar ddiogelwch tân yn y cartref",
    "profi'r larwm tân yn yr ysgol",
    "boddi mewn dyledion",
    "mae'r traffig yn tagu'r dref",
    "hyfforddiant atal hunanladdiad",
    "dwi'n lladd fy hun yn gweithio",
    "bil nwy yn rhy uchel",
    "newid cyflenwr nwy",
    "prynu larwm carbon monocsid",
    "dim trydan yn y tŷ",
    "gwrthwynebu'r polion trydan newydd yn y cwm",
    "cwrs cymorth cyntaf",
    "swydd gyda'r gwasanaeth ambiwlans",
    "strategaeth trais yn y cartref y cyngor",
    "mae fy nhystysgrif ar goll",
    "mae fy mab yn mynd ar y bws ysgol",
    "larwm i nain rhag iddi syrthio",
    "mae'r ci wedi dianc",
    "mae dad wedi marw, sut mae cofrestru",
    "torri coeden",
    "trwydded gwn",
)


@pytest.mark.parametrize(("kind", "text"), DANGER)
def test_danger_in_welsh(kind: str, text: str) -> None:
    """With and without accents, in northern and southern words."""
    found = check(text)
    assert found
    assert found.kind == kind


@pytest.mark.parametrize("text", NO_DANGER)
def test_no_danger_in_welsh(text: str) -> None:
    """ "Tan" is until as well as fire."""
    assert check(text) is None
