// A button with data-opens="ID" opens the <dialog> of that id; data-closes closes the one around it.

export function mountDialogs(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-opens], [data-closes]");
    if (!button) return;
    const id = button.dataset["opens"];
    const dialog = id === undefined ? button.closest("dialog") : document.getElementById(id);
    if (!dialog) return;
    event.preventDefault();
    if (!("showModal" in dialog)) (dialog as HTMLElement).toggleAttribute("open", id !== undefined); // Safari before 15.4
    else if (id === undefined) (dialog as HTMLDialogElement).close();
    else (dialog as HTMLDialogElement).showModal();
  });
}
