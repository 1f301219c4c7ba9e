from accounts.forms.organization import InviteForm, OrganizationForm, RoleForm
from accounts.forms.place import PlaceFields
from accounts.forms.privacy import LeaveForm
from accounts.forms.profile import ProfileForm, WelcomeForm

__all__ = [
    "InviteForm",
    "LeaveForm",
    "OrganizationForm",
    "PlaceFields",
    "ProfileForm",
    "RoleForm",
    "WelcomeForm",
]
