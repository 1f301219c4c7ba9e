// The hint that the site can be installed: only where a browser offers it or has words for how, and not
// again once somebody has said no. After a post it comes once; among the settings it stays.
const hint = document.querySelector("[data-install]");
const SAID = "install-hint";
const isApp = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
const wasSaid = document.cookie.includes(`${SAID}=`);
const isOnce = hint?.dataset.install === "once";
const remember = () => (document.cookie = `${SAID}=no; path=/; max-age=31536000; samesite=lax`);
const isApple = /iPad|iPhone|iPod/.test(navigator.userAgent);

function show(way) {
  hint.querySelector(`[data-install-${way}]`).hidden = false;
  hint.hidden = false;
  if (isOnce) remember();
}

if (hint && !isApp && !(isOnce && wasSaid)) {
  if (isApple) show("apple");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    hint.querySelector("[data-install-button]").onclick = async () => {
      await event.prompt();
      hint.hidden = true;
    };
    show("offered");
  });
  addEventListener("appinstalled", () => (hint.hidden = true));
  hint.querySelector("[data-install-no]").onclick = () => {
    remember();
    hint.hidden = true;
  };
}
