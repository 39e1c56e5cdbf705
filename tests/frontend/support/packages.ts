// Work packages for the tablet's tests, as the server signs them.
import { hashOf, utf8, type Bytes } from "../../../static/src/field/store/crypto";
import { store } from "../../../static/src/field/store/current";
import type { PackageText, Signed } from "../../../static/src/field/store/types";
import { PART_NAMES } from "../../../static/src/field/sync/package";
import { OFFICER, type FieldServer } from "./field_server";

export const DAY = 24 * 3600_000;

/** Return a signed package for the tablet that is open; `own` takes the place of parts. */
export async function packaged(server: FieldServer, changes: Partial<PackageText> = {}, own: Record<string, unknown> = {}): Promise<{ signed: Signed; parts: Map<string, Bytes> }> {
  const contents: Record<string, unknown> = { earlier: {}, pictures: {}, codes: { problems: [], labels: {} }, plates: { keys: [], revoked: [] } };
  contents["wells"] = [{ id: "w1", code: "371525104JJ00037" }];
  contents["zones"] = { type: "FeatureCollection", features: [] };
  contents["basemap"] = null;
  Object.assign(contents, own);
  const parts = new Map(PART_NAMES.map((name) => [name as string, utf8(JSON.stringify(name in contents ? contents[name] : []))]));
  const listed = await Promise.all(
    [...parts].map(async ([name, bytes]) => ({ name, size: bytes.length, hash: await hashOf(bytes), url: `/field/api/packages/p/${name}` })),
  );
  const text = JSON.stringify({
    version: 1,
    package: "p",
    county: OFFICER.county,
    device: store.value?.device.device,
    officer: OFFICER.id,
    scope: { kind: "due", days: 7 },
    made_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 7 * DAY).toISOString(),
    size: 1000,
    parts: listed,
    ...changes,
  });
  return { signed: await server.sign(text), parts };
}

/** Let the server hand a package out. */
export async function serve(server: FieldServer, { signed, parts }: Awaited<ReturnType<typeof packaged>>): Promise<void> {
  server.packages.set("POST /field/api/packages", new Response(JSON.stringify(signed), { status: 201 }));
  for (const [name, bytes] of parts) server.packages.set(`GET /field/api/packages/p/${name}`, new Response(bytes));
}

export const SCOPE = { kind: "due", days: 7 } as const;
