"""Made-up facts: a timeline, bars, columns and a map."""

STEPS = [
    {
        "title": "Ana asked for 4 kg",
        "when": "Thursday 09:12",
        "when_iso": "2026-11-19T09:12",
        "state": "done",
    },
    {
        "title": "You agreed",
        "when": "Thursday 09:40",
        "when_iso": "2026-11-19T09:40",
        "state": "done",
    },
    {"title": "Hand-over", "text": "Saturday 17:00–18:00, at your place", "state": "now"},
    {"title": "Both say how it went", "state": "next"},
]
BARS = [
    {"label": "Vegetables", "value": "148 kg", "share": "100", "tone": "leaf"},
    {"label": "Fruit", "value": "96 kg", "share": "65", "tone": "leaf"},
    {"label": "Bread", "value": "31 kg", "share": "21", "tone": "honey"},
    {"label": "Eggs", "value": "4 kg", "share": "3", "tone": "tomato"},
]
COLUMNS = [
    {
        "x": str(8 + 22 * day),
        "y": str(104 - height),
        "width": "14",
        "height": str(height),
        "tone": "leaf",
        "title": f"Day {day + 1}: {height} kg",
        "tick": str(day + 1) if day % 2 == 0 else "",
        "tick_x": str(15 + 22 * day),
    }
    for day, height in enumerate([30, 44, 38, 61, 90, 72, 20, 34, 40, 52, 66, 98, 80, 25])
]
MAP = {
    "title": "Food offered per area, last 7 days",
    "description": "Most is offered in the middle of the town.",
    "width": "400",
    "height": "240",
    "cells": [
        {
            "x": str(50 * x),
            "y": str(48 * y),
            "width": "50",
            "height": "48",
            "level": level,
            "tone": "tomato" if (x, y) in {(6, 3), (5, 3)} else "leaf",
            "label": f"{int(level) * 12} kg",
            "url": "#cell" if level != "0" else "",
            "current": (x, y) == (3, 2),
        }
        for y, row in enumerate(["00112100", "01233210", "02354421", "01243320", "00122100"])
        for x, level in enumerate(row)
    ],
    "points": [
        {"x": "170", "y": "118", "kind": "listing", "title": "Courgettes", "url": "#p"},
        {"x": "262", "y": "160", "kind": "request", "title": "Eggs needed", "url": "#p"},
    ],
}
