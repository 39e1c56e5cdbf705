// The record page of a field check: every block is saved as it is typed, and the page says truly how that stands.
import "../css/inspection.css";
import { mountArrival } from "../components/arrival";
import { mountAutosave } from "../components/autosave";
import { mountOffers } from "../components/offers";

const bar = document.querySelector<HTMLElement>("[data-record]");
if (bar) {
  mountAutosave(bar);
  mountArrival(bar);
  mountOffers();
}
