// websocket-driver.client.mjs [PROXY]: npm's websocket-driver, bare and within faye-websocket, as the client of our servers:
// wsdriver serve, and InteropServer.cpp for what that does not do. Through an HTTP proxy if one is given.
import { connect } from 'node:net';
import FayeWebSocket from 'faye-websocket';
import websocket from 'websocket-driver';
import { Child, EMOJI, Inbox, bytes, check, equal, interopServer, main, textOf } from './support.mjs';

const MAX_MESSAGE = 5000000;

const [proxy] = process.argv.slice(2);


class DriverClient {
	#messages = new Inbox();

	constructor(url, protocols = [], headers = {}) {
		const { hostname, port } = new URL(proxy ?? url);
		this.received = '';
		this.driver = websocket.client(url, { protocols });
		for (const [name, value] of Object.entries(headers)) this.driver.setHeader(name, value);
		this.driver.messages.on('data', data => this.#messages.put(data));
		this.driver.on('error', () => {});
		const tunnel = proxy && this.driver.proxy(proxy);
		this.socket = connect(port, hostname, () => { if (tunnel) tunnel.start(); else this.start(); });
		this.socket.on('data', chunk => { this.received += chunk.toString('latin1'); });
		tunnel?.on('connect', () => this.start()).on('error', error => this.driver.emit('error', error));
		tunnel?.pipe(this.socket, { end: false });
		if (tunnel) this.socket.pipe(tunnel);
		this.opened = new Promise(resolve => this.driver.on('open', resolve));
		this.closed = new Promise(resolve => this.driver.on('close', ({ code, reason }) => {
			this.#messages.end();
			resolve([code, reason]);
		}));
		this.ended = new Promise(resolve => this.socket.on('end', resolve));
	}

	start() {
		this.socket.pipe(this.driver.io);
		this.driver.io.pipe(this.socket, { end: false });        // our server ends it
		this.driver.start();
	}

	get protocol() { return this.driver.protocol ?? ''; }
	get headers() { return this.driver.headers; }
	get statusCode() { return this.driver.statusCode; }

	send(data) { return this.driver.messages.write(data); }
	ping(payload, done) { return this.driver.ping(payload, done); }
	close(code, reason) { return this.driver.close(reason, code); }
	receive() { return this.#messages.next(); }
}


class FayeClient {
	#messages = new Inbox();

	constructor(url, protocols = [], headers = {}) {
		this.ws = new FayeWebSocket.Client(url, protocols, { headers, proxy: { origin: proxy } });
		this.ws.on('message', ({ data }) => this.#messages.put(data));
		this.opened = new Promise(resolve => this.ws.on('open', resolve));
		this.closed = new Promise(resolve => this.ws.on('close', ({ code, reason }) => {
			this.#messages.end();
			resolve([code, reason]);
		}));
		this.ended = this.closed;
	}

	get protocol() { return this.ws.protocol; }
	get headers() { return this.ws.headers; }
	get statusCode() { return this.ws.statusCode; }

	send(data) { return this.ws.send(data); }
	ping(payload, done) { return this.ws.ping(payload, done); }
	close(code, reason) { return this.ws.close(code, reason); }
	receive() { return this.#messages.next(); }
}


async function open(Client, ...options) {
	const client = new Client(...options);
	await Promise.race([client.opened, client.closed.then(([code, reason]) => { throw new Error(`${options[0]}: ${code} ${reason}`); })]);
	return client;
}


async function echo(Client, url) {
	const client = await open(Client, url);
	for (const text of [EMOJI, ...[0, 1, 125, 126, 65535, 65536, 1000000].map(textOf)]) {
		client.send(text);
		equal(`text of ${Buffer.byteLength(text)} bytes comes back`, await client.receive(), text);
	}
	for (const size of [0, 1, 125, 126, 65535, 65536, MAX_MESSAGE]) {
		client.send(bytes(size));
		equal(`binary of ${size} bytes comes back`, await client.receive(), bytes(size));
	}
	const count = 1000;
	for (let i = 0; i < count; ++i) client.send(`${i}`);
	let inOrder = 0;
	while (inOrder < count && await client.receive() === `${inOrder}`) ++inOrder;
	equal('messages that were sent at once come back in order', inOrder, count);

	const pongs = [];
	for (const payload of [textOf(125), 'here? 😀', '']) client.ping(payload, () => pongs.push(payload));
	client.send('behind the pings');
	equal('a message behind pings comes back', await client.receive(), 'behind the pings');
	equal('every ping is answered before that with its payload', pongs, [textOf(125), 'here? 😀', '']);
	client.close(1000, '');
	equal('a close is answered alike', await client.closed, [1000, '']);
	await client.ended;
}


async function closes(Client, url, codes) {
	for (const [code, reason] of codes) {
		const client = await open(Client, url);
		client.close(code, reason);
		equal(`our server answers a close with ${code} alike`, await client.closed, [code, reason]);
		await client.ended;
	}
}


async function protocols(Client, url) {
	const client = await open(Client, url, ['chat.v0', 'chat.v1', 'chat.v2']);
	equal('our server agrees to the first subprotocol that it knows', client.protocol, 'chat.v1');
	client.close(1000, '');
	const none = await open(Client, url);
	equal('and to none where none is offered', none.protocol, '');
	none.close(1000, '');
	await none.closed;
}


async function refused(Client, name, status, url, headers = {}) {
	const client = new Client(url, [], headers);
	const [code, reason] = await client.closed;
	equal(`${name}: ${status}`, [client.statusCode, code, reason], [status, 1002, `Error during WebSocket handshake: Unexpected response code: ${status}`]);
	await client.ended;
	return client;
}


async function failures(url) {
	const client = await open(DriverClient, url);
	client.send(bytes(MAX_MESSAGE + 1));
	equal('our server closes with 1009 for a message over its limit', (await client.closed)[0], 1009);

	const invalid = await open(DriverClient, url);
	invalid.driver.frame(Buffer.from('c328', 'hex'), 'text');
	equal('our server closes with 1007 for invalid UTF-8', (await invalid.closed)[0], 1007);
}


async function tool(Client) {
	const server = new Child(process.env.WSDRIVER, 'serve', '--port', '0', '--max-message', `${MAX_MESSAGE}`, '--protocol', 'chat.v2', '--protocol', 'chat.v1');
	const url = await server.url();
	await echo(Client, `${url}/echo`);
	await closes(Client, `${url}/echo`, [[1000, 'done'], [3000, textOf(123)], [4999, 'auf Wiedersehen 👋']]);
	await protocols(Client, `${url}/echo`);
	if (!proxy) await failures(`${url}/echo`);        // the proxy resets what is still sending when it is closed
	await refused(Client, 'no such path', 404, `${url}/nothing`);
	await refused(Client, 'a foreign origin', 403, `${url}/echo`, { Origin: 'http://elsewhere.example' });

	const last = await open(Client, `${url}/echo`);
	equal('wsdriver ends with 0', await server.stop(), 0);
	equal('and closes with 1001 before', (await last.closed)[0], 1001);
}


async function commands(Client) {
	const server = interopServer();
	const url = await server.url();
	const client = await open(Client, `${url}/commands`);
	client.send('ping are you there? 😀');
	equal('our server got the pong for its ping', await client.receive(), 'answered: are you there? 😀');
	client.close(4001, 'because 🙂');
	equal('our server saw code and reason', await server.line(), 'closed 4001 because 🙂');

	for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 4999]) await serverCloses(Client, server, url, code, code);
	for (const code of [1012, 1013, 1014]) await serverCloses(Client, server, url, code, 1002);        // it does not know them

	await logIn(Client, server, url);
	equal('our server ends with 0', await server.stop(), 0);
}


async function serverCloses(Client, server, url, code, seen) {
	const client = await open(Client, `${url}/commands`);
	client.send(`close ${code} because 🙂`);
	equal(`our server closes with ${code} and a reason`, await client.closed, [seen, 'because 🙂']);
	equal('and sees it answered', await server.line(), `closed ${seen} because 🙂`);
}


async function logIn(Client, server, url) {
	const client = await open(Client, `${url.replace('://', '://ali:opensesame@')}/login`, ['chat.v1'], { 'X-Interop': 'from the client' });
	equal('our server got credentials and header, and sent one', client.headers['x-interop'], 'seen: from the client');
	equal('and agreed to the subprotocol', client.protocol, 'chat.v1');
	client.close(1000, '');
	equal('our server saw it closed', await server.line(), 'closed 1000 ');

	const stranger = await refused(Client, 'a stranger', 401, `${url.replace('://', '://ali:guessed@')}/login`);
	equal('and is told how to log in', stranger.headers['www-authenticate'], 'Basic');
	if (stranger.received) check('and hears why', stranger.received.endsWith('\r\n\r\nwho are you?\n'), stranger.received);
	check('our server says so, too', /^closed /.test(await server.line()));
}


await main(async () => {
	for (const Client of [DriverClient, FayeClient]) {
		console.log(`# ${Client.name}`);
		await tool(Client);
		await commands(Client);
	}
	const server = new Child(process.env.WSDRIVER, 'serve', '--port', '0');
	await closes(DriverClient, `${await server.url()}/echo`, [1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011].map(code => [code, 'because 🙂']));
	await server.stop();
});
