// How somebody wants the page to look in this browser, before anything is painted: hence no module, which would come too late.
// The account page keeps it; other tabs follow.
const asChosen = () => {
  for (const name of ["scheme", "density"]) {
    const chosen = localStorage.getItem(`holdpoint/1/${name}`);
    if (chosen === null) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = chosen;
  }
};

// The language of the page: as chosen on the account page, or the first that the browser asks for and that we have.
const LANGUAGES = ["en", "de"];
const kept = () => {
  try {
    return localStorage.getItem("holdpoint/1/language");
  } catch {
    return null;
  }
};
const asked = [kept(), ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
document.documentElement.lang = asked.find((tag) => LANGUAGES.includes(tag)) ?? LANGUAGES[0];

try {
  asChosen();
  addEventListener("storage", asChosen);
} catch {
  // A browser that keeps nothing looks as its system does.
}
