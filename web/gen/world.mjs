// Writes web/world.tsv, the map of the world that the pages draw:
//
//	npm install --prefix /tmp/world world-atlas@2.0.2 topojson-client@3.1.0 i18n-iso-countries@7.14.0
//	node web/gen/world.mjs /tmp/world/node_modules > web/world.tsv
//
// Borders are those of Natural Earth 1:50m (public domain) as world-atlas packs them. Each
// border is thinned once, before the lands are put together, so that neighbours still meet.
// Lands that Natural Earth leaves out at this scale stand at their capital, taken from
// gazetteer/cities.tsv. The build does not need this file.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const folder = process.argv[2] + "/";
const require = createRequire(import.meta.url);
const topojson = require(folder + "topojson-client");
const world = JSON.parse(readFileSync(folder + "world-atlas/countries-50m.json"));
const iso = new Map(JSON.parse(readFileSync(folder + "i18n-iso-countries/codes.json")).map((row) => [row[2], row[1]]));
const nameless = { Kosovo: "XKX", Somaliland: "X-SML", "N. Cyprus": "X-NCY" };
const width = 2000, tolerance = 0.7, smallest = 1.5, dot = 25; // units of the drawing; of its area

// Equal Earth: Šavrič, Patterson and Jenny 2018, Int. J. of Geographical Information Science 33.
function project([lon, lat]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin((lat * Math.PI) / 180));
  const x = (2 * Math.sqrt(3) * ((lon * Math.PI) / 180) * Math.cos(t)) / (3 * (9 * a4 * t ** 8 + 7 * a3 * t ** 6 + 3 * a2 * t ** 2 + a1));
  const y = a4 * t ** 9 + a3 * t ** 7 + a2 * t ** 3 + a1 * t;
  const scale = width / (2 * 2.7066297);
  return [x * scale + width / 2, 485 - y * scale];
}

// flat is a place where a degree is about as long as on the drawing, for thinning.
function flat([lon, lat]) {
  return [lon * Math.cos((lat * Math.PI) / 180) * 6.4, lat * 6.4];
}

// unroll makes longitudes run on over the date line: world-atlas has no cut there.
function unroll(line) {
  let turn = 0;
  return line.map(([lon, lat], i) => {
    if (i > 0 && lon - line[i - 1][0] > 180) turn -= 360;
    if (i > 0 && lon - line[i - 1][0] < -180) turn += 360;
    return [lon + turn, lat];
  });
}

// half keeps what of a ring lies on one side of a meridian (Sutherland and Hodgman 1974).
function half(ring, lon, side) {
  const inside = (p) => side * (p[0] - lon) >= 0, out = [];
  for (let i = 0; i < ring.length - 1; i++) {
    const [p, q] = [ring[i], ring[i + 1]];
    if (inside(p)) out.push(p);
    if (inside(p) !== inside(q)) out.push([lon, p[1] + ((lon - p[0]) / (q[0] - p[0])) * (q[1] - p[1])]);
  }
  return out.length ? [...out, out[0]] : [];
}

// pieces cuts a ring at the date line and puts each piece on the drawing.
function pieces(ring) {
  const open = unroll(ring);
  return [-360, 0, 360]
    .map((turn) => half(half(open, turn - 180, 1), turn + 180, -1).map(([lon, lat]) => project([lon - turn, lat])))
    .filter((piece) => piece.length > 3);
}

// Douglas and Peucker 1973: what lies nearer than the tolerance to the line between two kept points goes.
function thin(line) {
  if (line.length < 3) return line;
  const [a, b] = [flat(line[0]), flat(line.at(-1))];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let most = 0, at = 0;
  for (let i = 1; i < line.length - 1; i++) {
    const p = flat(line[i]);
    const off = length > 1e-6 ? Math.abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length : Math.hypot(p[0] - a[0], p[1] - a[1]);
    if (off > most) [most, at] = [off, i];
  }
  if (most <= tolerance) return [line[0], line.at(-1)];
  return [...thin(line.slice(0, at + 1)).slice(0, -1), ...thin(line.slice(at))];
}

const { scale, translate } = world.transform;
world.arcs = world.arcs.map((arc) => {
  let [x, y] = [0, 0];
  return thin(unroll(arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]))).map(([lon, lat]) => [((lon + 540) % 360) - 180, lat]);
});
delete world.transform;

function area(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length - 1; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum / 2;
}

function middle(ring) {
  const whole = area(ring);
  let [x, y] = [0, 0];
  for (let i = 0; i < ring.length - 1; i++) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return Math.abs(whole) < 1e-6 ? ring[0] : [x / (6 * whole), y / (6 * whole)];
}

function draw(ring) {
  const points = ring.slice(0, -1).map(([x, y]) => [Math.round(x), Math.round(y)]);
  let at = points[0], out = "M" + at.join(" ") + "l";
  for (const p of points.slice(1)) {
    if (p[0] === at[0] && p[1] === at[1]) continue;
    out += (out.endsWith("l") ? "" : " ") + (p[0] - at[0]) + " " + (p[1] - at[1]);
    at = p;
  }
  return out.replaceAll(" -", "-") + "z";
}

// cutPolygon returns the pieces of a polygon; a hole goes with the first of them, since
// none of them reaches over the date line.
function cutPolygon([outer, ...holes]) {
  const [first, ...more] = pieces(outer);
  return first ? [[first, ...holes.flatMap(pieces)], ...more.map((piece) => [piece])] : [];
}

const lands = new Map();
for (const geometry of world.objects.countries.geometries) {
  const code = iso.get(geometry.id) ?? nameless[geometry.properties.name] ?? "";
  if (code === "ATA") continue;
  const shape = topojson.feature(world, geometry).geometry;
  if (!shape) continue;
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const land = lands.get(code) ?? { paths: "", largest: 0, at: null, area: 0 };
  for (const [outer, ...holes] of polygons.flatMap(cutPolygon)) {
    const rings = [outer, ...holes];
    const size = Math.abs(area(rings[0]));
    land.area += size;
    if (size >= land.largest) [land.largest, land.at] = [size, middle(rings[0])];
    if (size >= smallest) land.paths += rings.filter((r) => Math.abs(area(r)) >= smallest).map(draw).join("");
  }
  lands.set(code, land);
}

const gazetteer = new URL("../../gazetteer/", import.meta.url);
const rows = (file) => readFileSync(new URL(file, gazetteer), "utf8").split("\n").filter((l) => l && !l.startsWith("#")).map((l) => l.split("\t"));
const cities = rows("cities.tsv");
for (const [code, , , to, kind, , , , , capital] of rows("states.tsv")) {
  if (kind !== "state" || to || lands.has(code)) continue;
  const city = cities.find((c) => c[2] === code && c[0] === capital) ?? cities.find((c) => c[2] === code);
  if (!city) throw new Error("no place for " + code);
  lands.set(code, { paths: "", area: 0, at: project([+city[5], +city[4]]) });
}

console.log("# code, place of its middle, whether it is small and drawn as a dot, outline; written by gen/world.mjs from Natural Earth 1:50m, do not edit");
for (const code of [...lands.keys()].sort()) {
  const { at, area, paths } = lands.get(code);
  console.log([code, at[0].toFixed(0), at[1].toFixed(0), area < dot ? 1 : 0, paths].join("\t"));
}
