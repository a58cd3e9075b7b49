/** A place on Earth (WGS 84), in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** RFC 5870 §3.3: two or three coordinates, and parameters. */
const GEO =
  /^geo:(-?\d{1,3}(?:\.\d{1,32})?),(-?\d{1,3}(?:\.\d{1,32})?)(?:,-?\d{1,9}(?:\.\d{1,32})?)?((?:;[\w-]+(?:=[\w\-.!~*'()[\]:&+$%]+)?)*)$/iu;
/** Coordinates of another reference system would name another place. */
const FOREIGN_SYSTEM = /;crs=(?!wgs84(?:;|$))/iu;

/** Parses a `geo:` URI (RFC 5870); `undefined` if it names no place on Earth. */
export function parseGeo(address: string): Place | undefined {
  const [, first, second, parameters = ''] = GEO.exec(address) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [latitude, longitude] = [Number(first), Number(second)];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return FOREIGN_SYSTEM.test(parameters) ? undefined : { latitude, longitude };
}

/** The URL of a map of a place. */
export function mapAddress({ latitude, longitude }: Place): string {
  const [north, east] = [latitude.toFixed(6), longitude.toFixed(6)];
  return `https://www.openstreetmap.org/?mlat=${north}&mlon=${east}#map=16/${north}/${east}`;
}
