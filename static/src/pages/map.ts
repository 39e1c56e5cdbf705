// Pages with a map_panel load this beside app.ts.
import "leaflet/dist/leaflet.css";
import "../css/map.css";
import { mountMaps } from "../components/map";

mountMaps();
