"""FoodCoord installed on a phone, and offline in a garden (docs/pwa.md)."""
