// What the programs in JavaScript have in common: checks, contents, and children that end with us.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PATIENCE_MS = 100000;
const STOP_MS = 20000;


export const EMOJI = 'Grüße, 世界! 😀 👩‍👩‍👧‍👦 Ünïcödé \u0001\u007f\u0080\uffff\u{10ffff}';

export const bytes = size => Buffer.from(Uint8Array.from({ length: size }, (_, i) => i * 31 + Math.floor(i / 256)));

export const textOf = size => '😀'.repeat(Math.floor(size / 4)) + '.'.repeat(size % 4);

export function cut(buffer, ...at) {
	const ends = [...at, buffer.length];
	return ends.map((end, i) => buffer.subarray(i ? ends[i - 1] : 0, end));
}


const USERS = ['ali:open sesame: ü', 'guest:'];

// User and password of a request's Basic credentials, if they are those of a user.
export function credentials(request) {
	const [, encoded] = /^Basic (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
	return USERS.find(user => encoded === Buffer.from(user).toString('base64'));
}


export function refusal(scheme, body = 'who are you?\n') {
	return `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ${scheme}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}


let done = 0;
let failed = 0;

export function check(name, passed, detail = '') {
	done += 1;
	if (!passed) failed += 1;
	console.log(`${passed ? 'ok' : 'not ok'} ${done} - ${name}${!passed && detail ? `: ${detail}` : ''}`);
}

export function equal(name, seen, wanted) {
	const same = Buffer.isBuffer(wanted) ? Buffer.isBuffer(seen) && seen.equals(wanted) : JSON.stringify(seen) === JSON.stringify(wanted);
	check(name, same, `seen ${shown(seen)}, wanted ${shown(wanted)}`);
}

function shown(value) {
	if (Buffer.isBuffer(value)) return `${value.length} bytes ${value.subarray(0, 20).toString('hex')}…`;
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 100 ? `${text.slice(0, 100)}… (${text.length})` : text;
}


// What has arrived, for those who wait for it: null when no more will come.
export class Inbox {
	#items = [];
	#waiting = [];
	#ended = false;

	put(item) {
		const waiting = this.#waiting.shift();
		if (waiting) waiting(item);
		else this.#items.push(item);
	}

	end() {
		this.#ended = true;
		for (const waiting of this.#waiting.splice(0)) waiting(null);
	}

	async next() {
		if (this.#items.length > 0) return this.#items.shift();
		return this.#ended ? null : new Promise(resolve => this.#waiting.push(resolve));
	}
}


const children = new Set();

export class Child {
	#lines = new Inbox();

	constructor(program, ...options) {
		if (!program) throw new Error('WSDRIVER, INTEROP_CLIENT and INTEROP_SERVER must name the programs to test');
		this.process = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
		children.add(this.process);
		this.exit = once(this.process, 'close').then(([code, signal]) => {
			children.delete(this.process);
			this.#lines.end();
			return signal ?? code;
		});
		this.exit.catch(() => {});
		createInterface({ input: this.process.stdout }).on('line', line => this.#lines.put(line));
	}

	// The next line of its output, null when there are no more.
	async line() {
		return this.#lines.next();
	}

	async url() {
		const line = await this.line();
		const found = /^listening on (\S+?)\/?$/.exec(line ?? '');
		if (!found) throw new Error(`the server did not listen but said: ${line}`);
		return found[1].replace('http:', 'ws:');
	}

	async stop() {
		this.process.kill('SIGTERM');
		const late = setTimeout(() => this.process.kill('SIGKILL'), STOP_MS);
		const exit = await this.exit;
		clearTimeout(late);
		return exit;
	}
}


// The interop server, on the engine that the environment variable ENGINE names, and with TLS if there is a variable TLS,
// unless the options say something else.
export function interopServer(...options) {
	const engine = process.env.ENGINE ? ['--engine', process.env.ENGINE] : [];
	const tls = process.env.TLS ? ['--certificate', certificates().file('server.pem'), '--key', certificates().file('server.key')] : [];
	return new Child(process.env.INTEROP_SERVER, ...engine, ...tls, ...options);
}


// A temporary folder with what certificates.sh makes.
let folder;

export function certificates() {
	if (!folder) {
		folder = mkdtempSync(join(tmpdir(), 'interop-'));
		execFileSync(fileURLToPath(new URL('certificates.sh', import.meta.url)), [folder], { stdio: 'inherit' });
	}
	const file = name => join(folder, name);
	const read = name => readFileSync(file(name));
	return { file, read, server: name => ({ cert: read(`${name}.pem`), key: read(`${name}.key`) }), authority: () => read('authority.pem') };
}


// What Node's clients need to trust the interop server.
export const trusting = () => process.env.TLS ? { ca: certificates().authority() } : {};


// Runs our client, InteropClient.cpp, of the kind that ENGINE names, and takes part in its checks.
export async function runClient(url, ...options) {
	if (process.env.ENGINE) options.push('--engine', process.env.ENGINE);
	if (url.startsWith('wss:')) options.push('--ca', certificates().file('authority.pem'));
	const client = new Child(process.env.INTEROP_CLIENT, ...options, url);
	let passed = 0;
	for (let line = await client.line(); line !== null; line = await client.line()) {
		console.log(`    ${line}`);
		if (line.startsWith('ok ')) passed += 1;
	}
	equal('our client is content', await client.exit, 0);
	check('and has checked something', passed > 0);
}


export async function main(body) {
	process.on('uncaughtException', end);        // and rejections that nobody awaits
	const late = setTimeout(() => end(new Error(`not done within ${PATIENCE_MS} ms`)), PATIENCE_MS);
	try {
		await body();
	} catch (error) {
		end(error);
	}
	clearTimeout(late);
	end();
}

function end(error) {
	if (error) check('all of it', false, error.stack ?? error);
	for (const child of children) child.kill('SIGKILL');
	if (folder) rmSync(folder, { recursive: true });
	console.log(`1..${done}`);
	if (failed > 0) console.log(`# ${failed} of ${done} checks failed`);
	process.exit(failed === 0 && done > 0 ? 0 : 1);
}
