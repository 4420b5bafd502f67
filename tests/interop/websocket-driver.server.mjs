// websocket-driver.server.mjs [PROXY]: npm's websocket-driver as the server of our client, InteropClient.cpp (see there what
// the paths are for): on a TCP stream, behind node's HTTP server, and within faye-websocket. Through an HTTP proxy if
// one is given.
import { createServer as createHTTPServer } from 'node:http';
import { createServer as createTCPServer } from 'node:net';
import { once } from 'node:events';
import FayeWebSocket from 'faye-websocket';
import websocket from 'websocket-driver';
import { EMOJI, bytes, credentials, cut, equal, main, refusal, runClient, textOf } from './support.mjs';

const PROTOCOLS = ['chat.v2'];
const HEADERS = { 'X-Interop': 'from the server', 'X-Empty-Close': '1000' };

let closed = [];
let pongs = [];
let errors = [];


// What a peer has: messages, a stream; ping, close; events, that emits close; write, past the driver; request.
const paths = {
	'/echo': peer => peer.messages.pipe(peer.messages),

	'/ping': peer => {
		const payload = 'are you there? 😀';
		peer.ping(payload, () => peer.messages.write(`answered: ${payload}`));
	},

	'/fragments': peer => {
		const text = Buffer.from(EMOJI);
		writeFragments(peer, 1, Array.from(text, (_, i) => text.subarray(i, i + 1)));
		writeFragments(peer, 2, cut(bytes(70000), 1, 66000, 66000, 69999), true);
		const long = Buffer.from(textOf(4000));
		writeFragments(peer, 1, cut(long, ...Array.from({ length: 999 }, (_, i) => 4 * i + 2)));
		paths['/echo'](peer);
	},

	'/closed': peer => peer.events.on('close', ({ code, reason }) => closed.push([code, reason])),

	'/close': (peer, query) => peer.close('because 🙂', Number(query)),

	'/protocol': peer => paths['/echo'](peer),

	'/headers': peer => peer.messages.write(peer.request.headers['x-interop'] ?? 'none'),

	'/login': peer => peer.messages.write(credentials(peer.request))
};


// By hand: websocket-driver has no fragments to send. Its pings go in between.
function writeFragments(peer, opcode, fragments, pings = false) {
	fragments.forEach((fragment, i) => {
		peer.write(frame(i === fragments.length - 1, i ? 0 : opcode, fragment));
		if (pings) peer.ping(`within ${i}`, () => pongs.push(`within ${i}`));
	});
}


function frame(fin, opcode, payload) {
	const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65536 ? 4 : 10);
	header[0] = (fin ? 0x80 : 0) | opcode;
	header[1] = header.length === 2 ? payload.length : header.length === 4 ? 126 : 127;
	if (header.length === 4) header.writeUInt16BE(payload.length, 2);
	if (header.length === 10) header.writeBigUInt64BE(BigInt(payload.length), 2);
	return Buffer.concat([header, payload]);
}


function isRefused(request, socket) {
	const path = request.url.split('?')[0];
	const scheme = path === '/refuse' ? 'Bearer' : path === '/login' && !credentials(request) ? 'Basic' : null;
	if (scheme) socket.end(refusal(scheme));
	return scheme !== null;
}


function serve(peer) {
	const [path, query] = peer.request.url.split('?');
	peer.events.on('error', error => errors.push(`${path}: ${error.message}`));
	peer.events.on('close', ({ code }) => { if (code === 1006) errors.push(`${path} was not closed in order`); });
	paths[path](peer, query);
}


// A driver that has a request is started, and its stream joined with the socket.
function start(driver, socket, request) {
	for (const [name, value] of Object.entries(HEADERS)) driver.setHeader(name, value);
	driver.on('close', () => socket.end());
	driver.on('open', () => serve({
		request,
		messages: driver.messages,
		events: driver,
		ping: (payload, done) => driver.ping(payload, done),
		close: (reason, code) => driver.close(reason, code),
		write: frame => socket.write(frame)
	}));
	driver.start();
}


function onTCP() {
	return createTCPServer(socket => {
		const driver = websocket.server({ protocols: PROTOCOLS });
		driver.on('connect', () => { if (!isRefused(driver, socket)) start(driver, socket, driver); });
		socket.on('error', error => errors.push(error.message));
		socket.pipe(driver.io).pipe(socket);
	});
}


function onHTTP() {
	return createHTTPServer().on('upgrade', (request, socket, head) => {
		if (isRefused(request, socket)) return;
		const driver = websocket.http(request, { protocols: PROTOCOLS });
		socket.on('error', error => errors.push(error.message));
		driver.io.write(head);
		socket.pipe(driver.io).pipe(socket);
		start(driver, socket, request);
	});
}


function withinFaye() {
	return createHTTPServer().on('upgrade', (request, socket, head) => {
		if (isRefused(request, socket)) return;
		const ws = new FayeWebSocket(request, socket, head, PROTOCOLS, { headers: HEADERS });
		ws.on('open', () => serve({
			request,
			messages: ws,
			events: ws,
			ping: (payload, done) => ws.ping(payload, done),
			close: (reason, code) => ws._driver.close(reason, code),        // its own takes a page's codes only
			write: frame => socket.write(frame)
		}));
	});
}


async function checkClient(server) {
	closed = [];
	pongs = [];
	errors = [];
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	await runClient(`ws://127.0.0.1:${server.address().port}`, ...process.argv.slice(2).flatMap(proxy => ['--proxy', proxy]));
	// In any order: a proxy passes on the end of one connection when the next may have come and gone.
	equal('the server saw how our client closed', closed.sort(), [
		[1000, ''], [1000, ''], [1000, 'done'], [1001, 'auf Wiedersehen 👋'], [3000, textOf(123)], [4999, 'mine']
	]);
	equal('the server got a pong for each ping between fragments', pongs, ['within 0', 'within 1', 'within 2', 'within 3', 'within 4']);
	equal('the server found nothing wrong', errors, []);
	server.close();
}


await main(async () => {
	for (const listen of [onTCP, onHTTP, withinFaye]) {
		console.log(`# ${listen.name}`);
		await checkClient(listen());
	}
});
