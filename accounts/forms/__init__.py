from accounts.forms.organization import MemberForm, OrganizationForm, RoleForm
from accounts.forms.place import PlaceFields
from accounts.forms.profile import ProfileForm, WelcomeForm

__all__ = [
    "MemberForm",
    "OrganizationForm",
    "PlaceFields",
    "ProfileForm",
    "RoleForm",
    "WelcomeForm",
]
