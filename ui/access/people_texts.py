"""Logging in and out, and what is refused at the door."""

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
    "host_unreadable": (
        "The request names no host, or more than one.",
        "Die Anfrage nennt keinen Rechnernamen oder mehr als einen.",
    ),
    "host_refused": (
        "This page does not answer to the name {host}. If it is meant to, add it to DATELINE_ALLOWED_HOSTS.",
        "Diese Seite antwortet nicht unter dem Namen {host}. Soll sie es, so fügen Sie ihn DATELINE_ALLOWED_HOSTS hinzu.",
    ),
    "origin_refused": (
        "Another web page sent this request; it is not answered. If a proxy stands before Dateline, let it pass on"
        " the Host header.",
        "Eine andere Webseite hat diese Anfrage geschickt; sie wird nicht beantwortet. Steht ein Proxy vor Dateline,"
        " so muss er die Kopfzeile Host weitergeben.",
    ),
    "address_refused": (
        "A file is uploaded, never fetched from an address: use add_address for that.",
        "Eine Datei wird hochgeladen und nie von einer Adresse geholt: dafür gibt es add_address.",
    ),
    "not_readable": ("This is no JSON that can be read.", "Das ist kein lesbares JSON."),
    "session_refused": (
        "This session belongs to somebody else. Load the page again.",
        "Diese Sitzung gehört jemand anderem. Laden Sie die Seite neu.",
    ),
    "log_out": ("Log out", "Abmelden"),
}
