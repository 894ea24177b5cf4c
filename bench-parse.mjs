import { readFileSync } from 'fs';
import { isUtf8, isAscii } from 'buffer';
import { createHash } from 'crypto'; import { crc32 } from 'zlib';
const buf=readFileSync('/work/main/.cache/bench/50000-7.jsonl').subarray(0,60e6);
const lines=[]; let from=0; for(let e=buf.indexOf(10);e!==-1;e=buf.indexOf(10,from)){lines.push(buf.subarray(from,e));from=e+1;}
const N=lines.length;
function t(name,f){ for(let i=0;i<2;i++){const c=process.cpuUsage(); f(); const d=process.cpuUsage(c); if(i)console.log(name.padEnd(20),((d.user+d.system)/N).toFixed(2),'µs/sample', '('+(buf.length/(d.user+d.system)).toFixed(0)+' MB/s)');}}
let z=0;
t('utf8',()=>{for(const l of lines)z+=l.toString('utf8').length});
t('latin1',()=>{for(const l of lines)z+=l.latin1Slice().length});
t('isUtf8',()=>{for(const l of lines)z+=isUtf8(l)});
t('isAscii whole 1MB',()=>{for(let i=0;i<buf.length;i+=1<<20)z+=isAscii(buf.subarray(i,i+(1<<20)))});
t('parse',()=>{for(const l of lines)z+=JSON.parse(l.toString('utf8')).result.sampleId});
t('parse latin1',()=>{for(const l of lines)z+=JSON.parse(l.latin1Slice()).result.sampleId});
const big=[]; for(let i=0;i<lines.length;i+=100)big.push('['+lines.slice(i,i+100).map(l=>l.latin1Slice()).join(',')+']');
t('parse batch100',()=>{for(const l of big)z+=JSON.parse(l).length});
t('crc32',()=>{for(const l of lines)z+=crc32(l)});
t('sha256 per record',()=>{const h=createHash('sha256');for(const l of lines)h.update(l);h.digest()});
t('sha256 1MB',()=>{const h=createHash('sha256');for(let i=0;i<buf.length;i+=1<<20)h.update(buf.subarray(i,i+(1<<20)));h.digest()});
const cls=new Uint8Array(256); cls[0x22]=1;cls[0x7b]=cls[0x5b]=2;cls[0x7d]=cls[0x5d]=3;cls[0x3a]=4;
t('scan',()=>{for(const l of lines){let d=0,m=0;const n=l.length;for(let i=0;i<n;){const k=cls[l[i++]];if(k===0)continue;if(k===1){for(;i<n;){const b=l[i++];if(b===0x22)break;if(b===0x5c)i++;}}else if(k===4)m++;else if(k===2){if(++d>200)throw 1}else d--;}z+=m;}});
t('scan2',()=>{for(const l of lines){let d=0,m=0,s=0;const n=l.length;for(let i=0;i<n;i++){const b=l[i]; if(s){ if(b===0x22)s=0; else if(b===0x5c)i++; continue;} if(b===0x22)s=1; else if(b===0x3a)m++; else if((b&0xdf)===0x5b){if(++d>200)throw 1}else if((b&0xdf)===0x5d)d--;}z+=m;}});
t('touch',()=>{for(const l of lines){let m=0;const n=l.length;for(let i=0;i<n;i++)m+=l[i];z+=m;}});
t('indexOf quote',()=>{for(const l of lines){let m=0;for(let i=l.indexOf(0x22);i!==-1;i=l.indexOf(0x22,i+1))m++;z+=m;}});
console.log(N, buf.length/N,z);
