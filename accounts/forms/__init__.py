from accounts.forms.organization import InviteForm, OrganizationForm, RoleForm
from accounts.forms.place import PlaceFields
from accounts.forms.privacy import LeaveForm
from accounts.forms.profile import ProfileForm
from accounts.forms.welcome import HomeForm, Interest, InterestsForm, NameForm

__all__ = [
    "HomeForm",
    "Interest",
    "InterestsForm",
    "InviteForm",
    "LeaveForm",
    "NameForm",
    "OrganizationForm",
    "PlaceFields",
    "ProfileForm",
    "RoleForm",
]
