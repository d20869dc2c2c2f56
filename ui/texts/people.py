"""Logging in and out."""

TEXTS = {
    "login": ("Log in", "Anmelden"),
    "login_name": ("Name", "Name"),
    "login_password": ("Password", "Passwort"),
    "login_wrong": ("Name or password is not right.", "Name oder Passwort stimmt nicht."),
    "login_too_often": (
        "Too many tries. Wait a quarter of an hour, then try again.",
        "Zu viele Versuche. Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.",
    ),
    "login_first": (
        "Log in first: with a cookie from POST /login (username, password), or with HTTP Basic.",
        "Melden Sie sich zuerst an: mit einem Cookie von POST /login (username, password) oder mit HTTP Basic.",
    ),
    "log_out": ("Log out", "Abmelden"),
}
