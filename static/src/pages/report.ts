// The public's page loads this beside app.ts: the map on which a visitor taps where it is.
import "leaflet/dist/leaflet.css";
import "../css/map.css";
import { mountPlaceMaps } from "../components/place_map";

mountPlaceMaps();
