// Chromium's WebSocket with our server's permessage-deflate; between them a relay that counts.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { launch } from '../browser/chromium.mjs';
import { open } from '../browser/page.mjs';
import { Meter, converse, misnegotiated, ourAnswer, parsable, product, report, terms } from './deflate.mjs';
import { equal, interopServer, main } from './support.mjs';

const PAGE = '<!doctype html><html lang="en"><title>permessage-deflate</title><link rel="icon" href="data:,"></html>';

const FLAG = [undefined, true];

const OURS = [
	...product({ noContextTakeover: FLAG, requestNoContextTakeover: FLAG, requestMaxWindowBits: [undefined, 8, 15] }),
	{ preset: 'shared' }, { preset: 'smallest' }, { maxWindowBits: 9 }
];

const OFFER = { client_max_window_bits: true };


// Serves a page, and relays its connections to our server; last is the side of the newest that is there.
class Relay {
	constructor(port) {
		this.server = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
		this.server.on('upgrade', (request, client) => {
			const lines = request.rawHeaders.flatMap((name, i, all) => i % 2 ? [] : [`${name}: ${all[i + 1]}`]);
			this.last = connect(port, '127.0.0.1');
			this.last.write([`GET ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
			client.pipe(this.last).pipe(client);
			for (const socket of [client, this.last]) socket.on('error', () => {});        // a browser that leaves
		});
	}

	async listen() {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return `127.0.0.1:${this.server.address().port}`;
	}
}


// The one socket of a page.
class Client {
	constructor(page, relay) {
		this.page = page;
		this.relay = relay;
	}

	async open(url) {
		const extensions = await this.page.evaluate(address => new Promise((resolve, reject) => {
			window.socket = new WebSocket(address);
			window.socket.binaryType = 'arraybuffer';
			window.socket.onopen = () => resolve(window.socket.extensions);
			window.socket.onclose = ({ code }) => reject(new Error(`closed with ${code}`));
		}), url);
		this.meter = new Meter(this.relay.last);
		return extensions;
	}

	send(data) {
		this.echo = this.page.evaluate(({ text, binary }) => new Promise(resolve => {
			window.socket.onmessage = ({ data: echo }) => {
				if (typeof echo === 'string') return resolve({ text: echo });
				resolve({ binary: Array.from(new Uint8Array(echo), byte => String.fromCharCode(byte)).join('') });
			};
			window.socket.onclose = () => resolve(null);
			window.socket.send(binary === undefined ? text : Uint8Array.from(binary, char => char.charCodeAt()));
		}), Buffer.isBuffer(data) ? { binary: data.toString('latin1') } : { text: data });
	}

	async receive() {
		const echo = await this.echo;
		return echo?.binary === undefined ? echo?.text ?? null : Buffer.from(echo.binary, 'latin1');
	}

	async close() {
		return this.page.evaluate(() => new Promise(resolve => {
			window.socket.onclose = ({ code, wasClean }) => resolve([code, wasClean]);
			window.socket.close(1000);
		}));
	}
}


async function checkConnection(client, url, ours, large) {
	const answer = ourAnswer(ours, OFFER);
	const extensions = await client.open(`${url}?${parsable(ours)}`);
	client.send('negotiated');
	const problems = misnegotiated(answer, extensions, await client.receive());
	problems.push(...await converse(client, terms('server', ours, answer), large));
	const ending = await client.close();
	if (ending[0] !== 1000 || !ending[1]) problems.push(`closed with ${ending}`);
	report(`Chromium, ours ${JSON.stringify(ours)}: ${extensions}`, problems);
}


await main(async () => {
	const server = interopServer();
	const relay = new Relay(new URL(await server.url()).port);
	const host = await relay.listen();
	const browser = await launch();
	const page = await open(await browser.newContext(), `http://${host}/`);
	const client = new Client(page, relay);
	for (const [i, ours] of OURS.entries()) await checkConnection(client, `ws://${host}/deflate`, ours, i === 0);
	equal('without our extension nothing is negotiated', await client.open(`ws://${host}/commands`), '');
	equal('the console has nothing to complain of', page.problems, []);
	console.log(`# Chromium ${browser.version()}`);

	await browser.close();
	equal('our server ends with 0', await server.stop(), 0);
	relay.server.close();
});
