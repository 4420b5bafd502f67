// Runs npm's ws with certificates that are not in order, as the server of our client: refused with the reason, unless it
// shall not verify or is told whom to trust.
import { once } from 'node:events';
import { createServer } from 'node:https';
import { WebSocketServer } from 'ws';
import { Child, certificates, equal, main } from './support.mjs';

const GREETED = ['open', 'hello', 'closed 4000 bye'];


// What our client, of the kind that ENGINE names, has to say.
async function probe(url, ...options) {
	const engine = process.env.ENGINE ? ['--engine', process.env.ENGINE] : [];
	const client = new Child(process.env.INTEROP_PROBE, ...engine, ...options, url);
	const lines = [];
	for (let line = await client.line(); line !== null; line = await client.line()) lines.push(line);
	equal('our client ends with 0', await client.exit, 0);
	return lines;
}


async function checkCertificate(name, why, options) {
	const server = createServer(certificates().server(name));
	const connections = [];
	new WebSocketServer({ server }).on('connection', ws => {
		connections.push(once(ws, 'close'));
		ws.send('hello');
		ws.close(4000, 'bye');
	});
	const failures = [];
	server.on('tlsClientError', error => failures.push(error.code));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	const url = `wss://localhost:${server.address().port}/`;
	const authority = ['--ca', certificates().file('authority.pem')];
	if (why) {
		equal(`${name}: refused`, await probe(url, ...authority), [`TLS: certificate of localhost: ${why}`]);
		equal('nobody got through to ws', connections.length, 0);
	}
	equal(`${name}: accepted, ${options.join(' ')}`, await probe(url, ...options), GREETED);
	equal('ws saw it closed', await Promise.all(connections.splice(0)).then(endings => endings.map(([code]) => code)), [4000]);
	equal('which met no other failure of TLS than the refusal', failures.filter(code => !code.includes('ALERT')), []);
	server.close();
}


await main(async () => {
	const { file } = certificates();
	const anybody = ['--verify', 'no'];
	await checkCertificate('server', null, ['--ca', file('authority.pem')]);
	await checkCertificate('self-signed', 'self-signed certificate', ['--ca', file('self-signed.pem')]);
	await checkCertificate('unknown-authority', 'unable to get local issuer certificate', ['--ca', file('other-authority.pem')]);
	await checkCertificate('wrong-host', 'hostname mismatch', anybody);
	await checkCertificate('expired', 'certificate has expired', anybody);
});
