// Preloaded into the server under test: records every path, address and name that it accesses.
import dns from 'node:dns';
import fs, { openSync, writeSync } from 'node:fs';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';

const report = openSync(process.env.TRUST_SPY_REPORT, 'a');

const note = (what, value) => writeSync(report, `${JSON.stringify([what, String(value)])}\n`);

const names =
  'access,lstat,mkdir,mkdtemp,open,opendir,readFile,readdir,readlink,realpath,stat,symlink,watch,writeFile';

function spyOn(place, name, what) {
  const real = place[name];
  if (typeof real !== 'function') return;
  place[name] = Object.assign(function noted(...given) {
    note(what, given[0]);
    return Reflect.apply(real, this, given);
  }, real);
}

for (const name of names.split(',')) {
  spyOn(fs.promises, name, name);
  spyOn(fs, name, name);
  spyOn(fs, `${name}Sync`, name);
}
for (const name of ['createReadStream', 'createWriteStream']) spyOn(fs, name, name);
for (const name of ['lookup', 'resolve', 'resolve4']) {
  spyOn(dns, name, 'dns');
  spyOn(dns.promises, name, 'dns');
}
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function noted(...given) {
  note('connect', JSON.stringify(given[0]));
  return Reflect.apply(connect, this, given);
};
syncBuiltinESMExports();

process.on('exit', () => {
  for (const place of [Object.prototype, Array.prototype, Function.prototype])
    for (const name of Object.keys(place)) note('polluted', name);
  for (const name of ['polluted', 'isAdmin', 'status', 'token']) if (name in {}) note('polluted', name);
  note('end', '');
});
