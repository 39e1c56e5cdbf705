// A file input with data-photo: shows what was chosen, lets one be taken out again, adds further ones to those already
// taken, and notes time and position at that moment in hidden inputs (see capture.ts). The files themselves go untouched.
import { hiddenValues, sizeText, type Capture, type CaptureNames } from "./capture";
import { currentFix, warmUp } from "./position";
import { pageWords } from "./words";

interface Photo {
  readonly file: File;
  readonly url: string;
  capture: Capture;
  isLocating: boolean;
}

class PhotoInput {
  private photos: Photo[] = [];
  private readonly words = pageWords();
  private readonly list = document.createElement("ul");
  private readonly notes = document.createElement("div");
  private readonly names: CaptureNames;

  constructor(private readonly input: HTMLInputElement) {
    const data = input.dataset;
    this.names = {
      takenAt: data["takenAtName"],
      lon: data["lonName"],
      lat: data["latName"],
      accuracy: data["accuracyName"],
      fixedAt: data["fixedAtName"],
    };
    this.list.className = "photo-preview";
    this.notes.hidden = true;
    (input.closest(".field") ?? input).append(this.list, this.notes);
    input.addEventListener("click", warmUp);
    input.addEventListener("change", () => void this.take());
  }

  /** Take the newly chosen files at this moment. */
  private async take(): Promise<void> {
    const chosenAt = Date.now();
    const added: Photo[] = [...(this.input.files ?? [])].map((file) => ({
      file,
      url: URL.createObjectURL(file),
      capture: { chosenAt, fix: null },
      isLocating: true,
    }));
    if (!added.length && this.input.multiple) return this.show(); // cancelled: what was taken stays
    if (!this.input.multiple) this.photos.forEach((photo) => URL.revokeObjectURL(photo.url));
    this.photos = this.input.multiple ? [...this.photos, ...added] : added;
    this.show();
    const fix = await currentFix();
    for (const photo of added) {
      photo.capture = { chosenAt, fix };
      photo.isLocating = false;
    }
    this.show();
  }

  private remove(photo: Photo): void {
    URL.revokeObjectURL(photo.url);
    this.photos = this.photos.filter((other) => other !== photo);
    this.show();
    this.input.focus();
  }

  private show(): void {
    const files = new DataTransfer();
    for (const photo of this.photos) files.items.add(photo.file);
    this.input.files = files.files;
    this.list.replaceChildren(...this.photos.map((photo) => this.item(photo)));
    const captures = this.photos.map((photo) => photo.capture);
    this.notes.replaceChildren(
      ...hiddenValues(captures, this.names).map(([name, value]) => {
        const note = document.createElement("input");
        Object.assign(note, { type: "hidden", name, value });
        return note;
      }),
    );
  }

  private item(photo: Photo): HTMLLIElement {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.src = photo.url;
    picture.alt = photo.file.name;
    const facts = document.createElement("p");
    facts.textContent = `${photo.file.name}　${sizeText(photo.file.size)}`;
    const place = document.createElement("p");
    place.className = photo.capture.fix ? "photo-preview__place" : "photo-preview__place is-missing";
    place.textContent = this.placeText(photo);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = this.words("photo_remove");
    button.setAttribute("aria-label", `${this.words("photo_remove")} ${photo.file.name}`);
    button.addEventListener("click", () => this.remove(photo));
    item.append(picture, facts, place, button);
    return item;
  }

  private placeText({ isLocating, capture: { fix } }: Photo): string {
    if (isLocating) return this.words("photo_locating");
    if (!fix) return this.words("photo_no_place");
    return `${fix.lon.toFixed(6)}, ${fix.lat.toFixed(6)}　±${Math.round(fix.accuracyM)} m`;
  }
}

export function mountPhotoInputs(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file][data-photo]")) new PhotoInput(input);
}
