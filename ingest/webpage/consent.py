"""Texts that ask a reader to be tracked or to pay, in place of an article or above it."""

from __future__ import annotations

import re

_STRONG = re.compile(  # nobody but a consent manager says these
    r"\bwe and our (?:\d[\d,.]* )?(?:\w+ ){0,2}partners|\bstor(?:e|ing) (?:and(?:/| )?(?:or )?|or )(?:access"
    r"|read)\w* (?:\w+ )?information"
    r"|\b(?:withdraw|give|refuse) (?:your )?consent|\bclick to consent|\bmanage your (?:privacy|preferences|choices|consent)"
    r"|\bwe value your privacy|\bwith (?:ads|advertising) and tracking|\bpersonali[sz]ed (?:ads|advertising) and content"
    r"|\bwir und unsere (?:bis zu )?(?:\d[\d.]* )?partner|\binformationen auf (?:einem|ihrem|deinem) (?:end)?gerät"
    r"|\b(?:einwilligung|zustimmung) (?:jederzeit )?(?:widerrufen|verweigern|erteilen)"
    r"|\bmit werbung (?:und tracking )?weiter|\bpur-abo"
    r"|\bnous et nos (?:\d+ )?partenaires|\binformations sur (?:un|votre) (?:appareil|terminal)"
    r"|\b(?:retirer|donner|refuser) votre consentement|\bcontinuer sans accepter"
    r"|\b(?:nosotros|nosotras)? ?y nuestros (?:\d+ )?socios|\binformación en (?:un|tu|su) dispositivo"
    r"|\bretirar (?:tu|su) consentimiento"
    r"|\bnoi e i nostri (?:\d+ )?(?:partner|fornitori)|\binformazioni su(?:l tuo| un) dispositivo"
    r"|\brevocare il (?:tuo )?consenso"
    r"|\bwij en onze (?:\d+ )?partners|\binformatie op (?:een|je|uw) apparaat|\b(?:je|uw) toestemming (?:intrekken|geven)",
    re.I,
)
_WEAK = re.compile(
    r"\b(?:our|unser\w*|nos|nuestros|nostri|onze) (?:\d[\d,.]* )?(?:partners?|partnern|partenaires|socios)\b|\bcookies?\b"
    r"|\bpersonali[sz]ed (?:ads|advertising|content)|\bpersonalisierte[nrs]? (?:anzeigen|werbung|inhalte)"
    r"|\bpublicités? personnalisée"
    r"|\banuncios personalizados|\bprivacy (?:policy|settings|choices)|\bdatenschutz(?:erklärung|einstellungen)"
    r"|\bpolitique de confidentialité|\bpolítica de privacidad|\bwith your (?:permission|consent)|\bprecise (?:geo)?location"
    r"|\bpersonal data\b|\bpersonenbezogene|\bdonnées personnelles|\bdatos personales|\bour processing|\btrack(?:s|ing)?\b"
    r"|\b(?:ad|content|audience) (?:measurement|insights|research)|\blegitimate interest|\bberechtigte\w* interesse"
    r"|\bad-free\b|\bwerbefrei|\bsans publicité|\bsin publicidad|\b(?:already a|bereits) (?:subscriber"
    r"|abonnent)|\b(?:log|sign) in here"
    r"|\bsubscribe to our|\b(?:accept|agree) (?:all )?and (?:continue|close)|\bat any time\b|\bjederzeit\b|\bà tout moment\b",
    re.I,
)
_ENOUGH = 4  # a strong phrase counts two, a weak one one: an article about consent may quote one of them
_READER = re.compile(
    r"\b(?:you|your|we|us|our|sie|ihre?[mnrs]?|du|deine?[mnrs]?|wir|uns\w*|vous|votre|nous|nos|usted|tu|su"
    r"|nuestr\w+|tuo|noi|nostri"
    r"|jouw?|je|uw|wij|we|onze)\b",
    re.I,
)
_OFFER = re.compile(  # sentences that sell the rest of an article
    r"^\W*(?:this (?:article|story|content) is (?:exclusive(?:ly)? )?(?:for"
    r"|available (?:only )?to) (?:our )?(?:\w+ )?(?:subscribers|members)"
    r"|(?:to|please) (?:continue|keep|read) ?(?:reading|on)?\b.{0,60}\b(?:subscribe|sign (?:in|up)|log in|register)"
    r"|(?:subscribe|register|sign up)(?: now| today| here)? (?:to|for|and) (?:continue|read|keep|get|unlock|full)"
    r"|(?:already|not) (?:have an account|a (?:subscriber|member)|registered|subscribed)\b|get unlimited (?:digital )?access"
    r"|you(?:'ve| have) (?:reached|read|used) (?:your|all|the last of)\b.{0,60}\barticles?|(?:unlock"
    r"|keep reading) (?:this article )?(?:for|with)\b.{0,80}"
    r"|dieser (?:artikel|inhalt|text) ist (?:nur|exklusiv) für .{0,30}abonnent|(?:jetzt"
    r"|weiter)(?:lesen)? (?:mit|abonnieren|anmelden)"
    r"|(?:sie (?:sind|haben)) (?:bereits|schon) .{0,20}(?:abonnent|abo|konto|registriert|angemeldet)"
    r"|um (?:weiterzulesen|den (?:ganzen|vollständigen))"
    r"|cet article est réservé aux abonnés|(?:déjà|pas encore) abonné|abonnez-vous (?:pour|dès|à partir)"
    r"|il vous reste \d+ ?% de cet article"
    r"|(?:este|esta) (?:artículo|contenido|noticia) es (?:exclusivo|solo|sólo)? ?para suscriptores"
    r"|¿?ya eres suscriptor|suscríbete (?:para|por|ahora)"
    r"|dit artikel is (?:alleen|exclusief) voor abonnees|al abonnee\b"
    r"|questo articolo è riservato agli abbonati|sei già abbonato)",
    re.I,
)  # fmt: skip
_OFFER_LONGEST = 300  # characters


def is_consent(text: str) -> bool:
    """Whether a paragraph asks its reader for consent to be tracked, in the words of those who must ask."""
    if not _READER.search(text):
        return False
    strong = {match.group().casefold() for match in _STRONG.finditer(text)}
    weak = {match.group().casefold() for match in _WEAK.finditer(_STRONG.sub("|", text))}
    return len(strong) * 2 + len(weak) >= _ENOUGH


def is_offer(text: str) -> bool:
    """Whether a paragraph offers a subscription, or asks to sign in, to read on."""
    return len(text) <= _OFFER_LONGEST and bool(_OFFER.match(text.strip()))
