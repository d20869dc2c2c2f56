// The article beside the tabs: opened by a citation or a headline, scrolled to what was cited.

let opener = null; // the button that opened the article, for the way back
let openArticle = "";
let isClosing = false; // from the wish to close it until it is gone

CLICKS.open = (button) => {
  const { open: article, start, end, also } = button.dataset;
  const cited = start === undefined ? "" : `${start}-${end}`;
  if (!button.closest("#panel")) opener = button;
  const shown = root.querySelector("#panel .article")?.dataset.shown;
  if (shown === (cited ? `${article}:${cited}` : article)) return reveal();
  trigger("open", { article, cited, also: also || "" });
};
CLICKS.close = closeArticle;

const isOpen = () => root.querySelector("#panel .article") !== null;

function closeArticle() {
  if (!isOpen()) return;
  if (history.state?.article) history.back(); // see below
  else shut();
}

function shut() {
  isClosing = true;
  trigger("shut", {});
  goBack();
}

// The opener, or what stands in its place where a table was shown anew meanwhile

function goBack() {
  const same = opener && `button[data-open="${CSS.escape(opener.dataset.open)}"]`;
  const back = opener?.isConnected ? opener : same && [...root.querySelectorAll(same)].find((button) => !button.closest("#panel"));
  back?.focus();
}

// Where the article covers the page, the browser's way back leads from it to the answer

function cover() {
  if (!history.state?.article && matchMedia("(max-width: 900px)").matches) history.pushState({ article: true }, "");
}
window.addEventListener("popstate", () => { if (isOpen() && !history.state?.article) shut(); });

function reveal() {
  const article = root.querySelector("#panel .article");
  if (!article || isClosing) return;
  const mark = article.querySelector("mark.cited");
  const scroller = byId("panel");
  const inside = (edge) => edge - scroller.getBoundingClientRect().top + scroller.scrollTop;
  const place = mark?.getBoundingClientRect();
  const isNear = !place || inside(place.bottom) < scroller.clientHeight * 0.8; // seen without scrolling
  scroller.scrollTop = isNear ? 0 : Math.max(0, inside(place.top) - scroller.clientHeight / 3);
  article.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  opener?.scrollIntoView({ block: "nearest" }); // the columns moved when the article came
}

LOOKS.push(() => {
  const shown = root.querySelector("#panel .article")?.dataset.shown || "";
  if (shown === openArticle) return;
  openArticle = shown;
  if (isClosing && !shown && root.activeElement === root.body) goBack();
  isClosing = false;
  if (shown) cover();
  requestAnimationFrame(reveal);
});
