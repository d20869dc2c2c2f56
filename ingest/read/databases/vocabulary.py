"""The words that databases print around an article, in the languages of their interfaces.

Each table has English, German, French, Dutch, Spanish, Italian and Portuguese words, in this order.
"""

from __future__ import annotations

import re
import unicodedata

_LABELS = {
    "headline": "headline title|titel überschrift schlagzeile|titre|kop koptekst|título titular encabezado|titolo|manchete",
    "deck": "highlight subtitle subheadline standfirst|untertitel vorspann|encart chapeau sous-titre|intro lead ondertitel|"
    "resaltado entradilla subtítulo|sottotitolo occhiello|",
    "outlet": "publication_title publication paper newspaper journal source publication_name newspaper_title paper_name|"
    "publikationstitel titel_der_publikation quelle zeitung medium publikation|titre_de_la_publication source journal média|"
    "publicatietitel titel_van_publicatie bron krant|título_de_publicación título_de_la_publicación fuente periódico|"
    "titolo_pubblicazione fonte testata|título_da_publicação",
    "day": "publication_date date date_published pub_date|erscheinungsdatum veröffentlichungsdatum publikationsdatum datum|"
    "date_de_publication date_de_parution|publicatiedatum|fecha_de_publicación fecha"
    "|data_di_pubblicazione data|data_de_publicação",
    "byline": "byline author authors author/byline by|autor autoren verfasser autorenzeile|auteur auteurs signature|"
    "schrijver byline|autores firma|autore autori|",
    "section": "section column desk category|rubrik ressort|rubrique section|sectie rubriek|sección|sezione|seção",
    "page": "page pages start_page first_page|seite seiten|page pages|pagina pagina's|página páginas|pagine|",
    "tags": "subject subjects subject_terms topics keywords identifier_/_keyword identifiers index_terms company organization"
    " person people geographic geographic_terms location company_/_organization industry city state country descriptors"
    " news_subject|schlagwort schlagwörter stichwort thema themen unternehmen organisation ort firma branche region"
    " person geographie|sujet sujets société lieu mots-clés organisme personne géographie|onderwerp onderwerpen trefwoorden"
    " bedrijf organisatie locatie persoon plaats|materia tema materias temas palabras_clave compañía organización lugar"
    " ubicación persona|soggetto argomento persona luogo società|assunto",
    "url": "document_url url persistent_link persistent_link_to_this_record permalink link_to_document web_link openurl_link"
    " persistent_link_to_this_record_(permalink) web_address|dokument-url url_des_dokuments|url_du_document adresse_url"
    " url_de_document|document-url|url_del_documento|url_documento|",
    "accession": "proquest_document_id accession_number record_number document_number acc-no document_id doc-id an uid"
    " proquest_id record|proquest-dokument-id dokumentennummer|identifiant_de_document_proquest id_du_document_proquest"
    " numéro_d'accès|proquest-document-id documentnummer|id_de_documento_de_proquest id._de_documento_de_proquest"
    " número_de_acceso|id_documento_proquest|",
    "text": "full_text body text article_text|volltext text artikeltext|texte_intégral corps texte|volledige_tekst tekst"
    " artikel|texto_completo cuerpo texto|testo_completo testo|",
    "abstract": "abstract|zusammenfassung|résumé|samenvatting|resumen|riassunto|resumo",
    "caption": "graphic illustration photo caption image photo_caption|grafik illustration bild foto|graphique illustration"
    " photo légende|afbeelding foto|gráfico ilustración imagen foto|grafico|",
    "other": "length load-date language publication-type journal-code dateline document-type edition copyright correction"
    " correction-date update notes note series type issn isbn ticker distribution publication_info publication_year"
    " publication_subject publisher place_of_publication country_of_publication source_type document_type language_of_publication"
    " last_updated database volume issue credit links word_count readability classification acc-date disclaimer doi coden"
    " full_text_word_count database_name document_feature first_page_or_page_range provider edition_type journal_code"
    " business_indexing_term product_name supplement correspondence_author number_of_pages ethnicity people_mentioned"
    " publication_type load_date word_count_total pub-type pub-subject bio name upload section_type links_to_full_text"
    " publication_country copyright_holder record_type accession_date city_state product_names statistics naics_code|"
    "länge sprache zeitungs-code publikationstyp publikationsart ladedatum ausgabe anmerkungen herausgeber verlag"
    " ort_der_veröffentlichung"
    " erscheinungsjahr erscheinungsland erscheinungsort publikationssprache sprache_der_publikation quellentyp dokumenttyp"
    " letzte_aktualisierung datenbank bearbeitungsstand wörter update|longueur langue date-chargement date_de_chargement"
    " type-publication type_de_publication code-revue origine édition éditeur lieu_de_publication pays_de_publication"
    " année_de_publication langue_de_publication type_de_source type_de_document dernière_mise_à_jour base_de_données"
    " droits_d'auteur mise-à-jour mise_à_jour|lengte taal laaddatum publicatietype publicatie-type editie uitgave uitgever update"
    " datum_geladen plaats_van_publicatie land_van_publicatie taal_van_publicatie brontype documenttype laatst_bijgewerkt"
    " jaar_van_publicatie tijdschriftcode|longitud extensión idioma fecha-carga fecha_de_carga tipo-publicación"
    " tipo_de_publicación código-publicación edición editorial lugar_de_publicación país_de_publicación año_de_publicación"
    " idioma_de_la_publicación idioma_de_publicación tipo_de_fuente tipo_de_documento última_actualización base_de_datos"
    " copyright|lunghezza lingua data_di_caricamento tipo_di_pubblicazione edizione editore banca_dati|comprimento idioma",
}


def _plain(word: str) -> str:
    """A label as tables hold it: small letters, single spaces, a dash as it is."""
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


LABELS = {
    _plain(word.replace("_", " ")): field
    for field, languages in reversed(_LABELS.items())
    for words in languages.split("|")
    for word in words.split()
}
_LABELLED = re.compile(r"^(?P<label>[^\W\d_][^:\n]{0,48}?)[ \xa0]?[:：](?=\s|$)[ \xa0\t]*(?P<value>[\s\S]*)$")

DOCUMENT_MARK = re.compile(  # "1 of 74 DOCUMENTS", "Dokument 1 von 74"
    r"^(?:FOCUS\s*-\s*)?(?:(?P<first>\d{1,6}) (?:of|von|de|sur|van|di|af|av) (?P<all>\d{1,6}) "
    r"(?:documents?|dokumente?n?|documenten|documentos?|documenti?)"
    r"|(?:document|dokument|documento) (?P<first2>\d{1,6}) (?:of|von|de|sur|van|di|af|av) (?P<all2>\d{1,6}))$",
    re.I,
)
END_MARK = re.compile(
    r"^(?:end of document|ende des dokument(?:s|es)|dokumentende|fin du document|einde (?:van (?:het )?)?document"
    r"|eind van document|fin(?:al)? del? documento|fine (?:del )?documento|fim do documento)\.?$",
    re.I,
)
BODY_MARK = re.compile(
    r"^(?:body|text|full[- ]?text|hauptteil|haupttext|volltext|textk[öo]rper|corps(?: du (?:texte|document))?"
    r"|texte(?: intégral)?|tekst|hoofdtekst|inhoud|broodtekst|cuerpo(?: del (?:texto|documento))?|texto(?: completo)?"
    r"|corpo(?: del testo| do texto)?|testo)\s*:?$",
    re.I,
)
TAIL_MARK = re.compile(  # what stands below the text in an article of Nexis
    r"^(?:classification|klassifi(?:kation|zierung)|classificatie|clasificación|classificazione|classificação"
    r"|graphic|grafik|graphique|afbeelding(?:en)?|gráfico|grafico|notes?|anmerkung(?:en)?|correction|korrektur)\s*:?$",
    re.I,
)
COPYRIGHT = re.compile(
    r"^\s*(?:\(?copyrights?\b.{0,60}?(?:\b[12]\d{3}\b|©|\(c\))|©|\(c\)|&copy;|all rights reserved"
    r"|alle rechte? vorbehalten|tous droits (?:de reproduction )?"
    r"réservés|alle rechten voorbehouden|(?:todos los )?derechos reservados|reservados todos los derechos"
    r"|tutti i diritti (?:sono )?riservati|todos os direitos reservados)",
    re.I,
)
WORD_COUNT = re.compile(  # "808 words" and its translations
    r"^(?P<count>\d[\d.,’'\s]{0,8})\s?(?:words?|wörter|worte|mots?|woorden|palabras?|parole|palavras|ord|słów|слов|語|字|词|詞|個字)$",
    re.I,
)


def read_label(text: str) -> tuple[str, str, str] | None:
    """``(label, field, value)`` of a paragraph such as ``BYLINE: Jo Doe``; None where it begins with no label."""
    found = _LABELLED.match(text.strip())
    if not found:
        return None
    label = found["label"].strip()
    field = LABELS.get(_plain(label))
    return (label, field, found["value"].strip()) if field else None
