/** The address of a ClickHouse server, as `--store` gives it. */

export interface ClickhouseServer {
  /** The address of its HTTP interface. */
  url: string;
  user: string;
  password: string;
  /** The database of the table of runs; those of the runs have names that start with it. */
  database: string;
}

/** The HTTP scheme and default port of each scheme. */
const schemes: ReadonlyMap<string, readonly [scheme: string, port: string]> = new Map([
  ['clickhouse:', ['http', '8123']],
  ['clickhouses:', ['https', '8443']],
]);
/** Short enough for the names that start with it, and usable without quotes. */
const usableDatabase = /^[a-z_]\w{0,62}$/i;

export const passwordVariable = 'SECOND_LOOK_CLICKHOUSE_PASSWORD';

/** The name of the user; `undefined` if its escapes are malformed. */
function userOf({ username }: URL): string | undefined {
  try {
    return decodeURIComponent(username) || 'default';
  } catch {
    return undefined;
  }
}

/** Reads the address; if it cannot be used, says why without repeating it. */
export function readServerUrl(
  text: string,
  password: string | undefined,
): ClickhouseServer | { problem: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [scheme, port] = schemes.get(url?.protocol ?? '') ?? [];
  const user = url && userOf(url);
  if (url === undefined || scheme === undefined || url.hostname === '' || user === undefined) {
    return {
      problem:
        'expected clickhouse://user@host:8123/database, or clickhouses:// for HTTPS, with the port of the HTTP interface',
    };
  }
  if (url.password !== '') {
    return {
      problem: `the address must not contain a password, which every user could see in the list of processes; put it into the environment variable ${passwordVariable}`,
    };
  }
  const database = url.pathname.slice(1);
  if (!usableDatabase.test(database) || url.search !== '' || url.hash !== '') {
    return {
      problem:
        'the address must end with the name of a database: up to 63 letters, digits and underscores, not starting with a digit',
    };
  }
  return {
    url: `${scheme}://${url.hostname}:${url.port || port}`,
    user,
    password: password ?? '',
    database,
  };
}
