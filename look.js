// How somebody wants the page to look in this browser, before anything is painted: hence no module, which would come too late.
// The account page keeps it; other tabs follow.
const asChosen = () => {
  for (const name of ["scheme", "density"]) {
    const chosen = localStorage.getItem(`holdpoint/1/${name}`);
    if (chosen === null) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = chosen;
  }
};

try {
  asChosen();
  addEventListener("storage", asChosen);
} catch {
  // A browser that keeps nothing looks as its system does.
}
