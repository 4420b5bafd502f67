// Starts the nginx or HAProxy that the environment variable PROXY names, with the configuration in
// framework/doc/reverse-proxies.md, as a child of ours that needs no root. Only addresses and certificates are put in.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Child } from './support.mjs';

const DOCUMENT = new URL('../../framework/doc/reverse-proxies.md', import.meta.url);
const TRIES = 5;
const AGAIN_MS = 20;


const kinds = {
	nginx: {
		options: folder => ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'config')],
		places: ({ plain, tls, certificate, key, server }) => ({
			'listen 80;': `listen 127.0.0.1:${plain};`,
			'listen 443 ssl;': `listen 127.0.0.1:${tls} ssl;`,
			'/etc/ssl/example.com.crt': certificate,
			'/etc/ssl/example.com.key': key,
			'127.0.0.1:8080': server
		}),
		whole: (snippet, folder) => [
			'daemon off;', 'master_process off;', `pid ${folder}/pid;`, `error_log ${folder}/error.log info;`, 'events {}', 'http {',
			`access_log ${folder}/access.log;`,
			...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`),
			snippet, '}', ''
		].join('\n')
	},

	haproxy: {
		options: folder => ['-db', '-f', join(folder, 'config')],
		places: ({ plain, tls, certificate, server }) => ({
			'bind :80\n': `bind 127.0.0.1:${plain}\n`,
			'bind :443 ssl': `bind 127.0.0.1:${tls} ssl`,
			'/etc/ssl/example.com.pem': certificate,
			'127.0.0.1:8080': server
		}),
		whole: snippet => `global\n\tmaxconn 100\n\tlog stdout format raw local0\n\n${snippet}`
	}
};


function replaceOnce(text, place, value) {
	if (text.split(place).length !== 2) throw new Error(`reverse-proxies.md must have this once: ${place}`);
	return text.replace(place, () => value);
}


function snippetOf(kind) {
	const blocks = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, language]) => language === kind);
	if (blocks.length !== 1) throw new Error(`reverse-proxies.md must have one block of ${kind}, not ${blocks.length}`);
	return blocks[0][2];
}


// A certificate for a day, and its key; the file of the certificate has the key as well, as HAProxy wants it.
function makeCertificate(folder) {
	const [certificate, key] = [join(folder, 'certificate'), join(folder, 'key')];
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
		'-subj', '/CN=localhost', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
	appendFileSync(certificate, readFileSync(key));
	return { certificate, key };
}


async function freePorts(count) {
	const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map(server => once(server, 'listening')));
	const ports = servers.map(server => server.address().port);
	await Promise.all(servers.map(server => new Promise(done => server.close(done))));
	return ports;
}


async function listens(port) {
	const socket = connect(port, '127.0.0.1');
	const connected = await new Promise(resolve => socket.on('connect', () => resolve(true)).on('error', () => resolve(false)));
	socket.destroy();
	return connected;
}


// False: it has ended instead. No such program: throws.
async function untilListening(child, ports) {
	let ended = false;
	const end = child.exit.finally(() => { ended = true; });
	end.catch(() => {});
	for (const port of ports)
		while (!ended && !await listens(port)) await Promise.race([end, new Promise(resolve => setTimeout(resolve, AGAIN_MS))]);
	if (ended) await end;
	return !ended;
}


// A proxy of this kind before a server, on ports of its own. Its logs stay in the folder. changes: what else is replaced
// in the document's configuration.
export async function startProxy(kind, folder, server, changes = {}) {
	const { options, places, whole } = kinds[kind];
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const files = makeCertificate(folder);
	for (let tries = 0; tries < TRIES; ++tries) {
		const [plain, tls] = await freePorts(2);        // somebody else may take them before the proxy does
		let snippet = snippetOf(kind);
		for (const [place, value] of Object.entries({ ...places({ plain, tls, server, ...files }), ...changes })) snippet = replaceOnce(snippet, place, value);
		writeFileSync(join(folder, 'config'), whole(snippet, folder));

		const child = new Child(process.env.PROXY, ...options(folder));
		keepOutput(child, join(folder, 'output.log'));
		if (await untilListening(child, [plain, tls])) return { plain, tls, stop: () => child.stop() };
	}
	throw new Error(`${kind} did not start; its logs are in ${folder}`);
}


async function keepOutput(child, file) {
	for (let line = await child.line(); line !== null; line = await child.line()) appendFileSync(file, `${line}\n`);
}
