"""A form with one field of each look."""

from django import forms


class SampleForm(forms.Form):
    """One field of each look; bound with nothing, it shows every error."""

    food = forms.CharField(
        label="What do you have?", help_text="Start typing: tomatoes, eggs, bread …"
    )
    food_slug = forms.CharField(required=False, widget=forms.HiddenInput)
    quantity = forms.DecimalField(label="How much?", min_value=0, initial=20)
    unit = forms.ChoiceField(choices=[("piece", "pieces"), ("kg", "kilograms")])
    when = forms.ChoiceField(
        label="When can it be collected?",
        choices=[
            ("today", "Today"),
            ("tomorrow", "Tomorrow"),
            ("weekend", "This weekend"),
            ("pick", "Pick"),
        ],
        widget=forms.RadioSelect,
    )
    travel = forms.ChoiceField(
        label="Who travels?",
        choices=[("collect", "They collect it"), ("deliver", "I bring it"), ("meet", "We meet")],
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    diets = forms.MultipleChoiceField(
        label="Suits",
        choices=[("vegan", "Vegan"), ("halal", "Halal"), ("gluten_free", "Gluten-free")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    best_before = forms.DateField(
        label="Best before", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    email = forms.EmailField(label="E-mail", help_text="We send a code, no password needed.")
    note = forms.CharField(
        label="A note for who collects",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown only once you have agreed.",
    )
    photo = forms.FileField(label="Photo", required=False)
    town = forms.CharField(label="Where?", help_text="Your town, or the nearest one.")
    latitude = forms.CharField(required=False, widget=forms.HiddenInput, initial="48.775800")
    longitude = forms.CharField(required=False, widget=forms.HiddenInput, initial="9.182900")
    remind = forms.BooleanField(
        label="Remind me before it lapses", required=False, help_text="The evening before."
    )
