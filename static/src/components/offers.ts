// A problem that the answers point to goes into the form for a new finding; the officers still write what they saw.

export function mountOffers(): void {
  document.addEventListener("click", (event) => {
    const offer = (event.target as Element).closest<HTMLElement>("[data-offer]");
    const choice = document.querySelector<HTMLSelectElement>("select#problem_code");
    if (!offer || !choice) return;
    event.preventDefault();
    choice.value = offer.dataset["offer"] ?? "";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const words = choice.form?.querySelector<HTMLTextAreaElement>("textarea");
    words?.scrollIntoView({ block: "center" });
    words?.focus();
  });
}
