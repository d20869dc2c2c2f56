// Adding: the report comes into view as it grows.

let lines = 0;

LOOKS.push(() => {
  const reported = root.querySelectorAll("#report li").length;
  if (reported > lines) requestAnimationFrame(() => byId("report").scrollIntoView({ block: "nearest" }));
  lines = reported;
});
