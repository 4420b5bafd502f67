// Runs npm's ws as the client of our servers: wsdriver serve, and InteropServer.cpp for what that does not do. With ENGINE, of that alone.
import { once } from 'node:events';
import WebSocket from 'ws';
import { Child, EMOJI, Inbox, bytes, check, cut, equal, interopServer, main, textOf, trusting } from './support.mjs';

const MAX_MESSAGE = 5000000;


class Client {
	#messages = new Inbox();

	constructor(url, protocols = [], options = {}) {
		this.ws = new WebSocket(url, protocols, { ...trusting(), ...options });
		this.closed = once(this.ws, 'close').then(([code, reason]) => {
			this.#messages.end();
			return [code, `${reason}`];
		});
		this.ws.on('error', error => { this.error = error; });
		this.ws.on('message', (data, isBinary) => this.#messages.put({ data, isBinary }));
	}

	static async open(...args) {
		const client = new Client(...args);
		await once(client.ws, 'open');
		return client;
	}

	async text() {
		const message = await this.#messages.next();
		return message && !message.isBinary ? `${message.data}` : message;
	}

	async binary() {
		const message = await this.#messages.next();
		return message && message.isBinary ? message.data : message;
	}
}


async function echo(url) {
	const client = await Client.open(url);
	for (const text of [EMOJI, ...[0, 1, 125, 126, 65535, 65536, 1000000].map(textOf)]) {
		client.ws.send(text);
		equal(`text of ${Buffer.byteLength(text)} bytes comes back`, await client.text(), text);
	}
	for (const size of [0, 1, 125, 126, 65535, 65536, MAX_MESSAGE]) {
		client.ws.send(bytes(size));
		equal(`binary of ${size} bytes comes back`, await client.binary(), bytes(size));
	}
	const count = 1000;
	for (let i = 0; i < count; ++i) client.ws.send(`${i}`);
	let inOrder = 0;
	while (inOrder < count && await client.text() === `${inOrder}`) ++inOrder;
	equal('messages that were sent at once come back in order', inOrder, count);
	client.ws.close();
	equal('a close without a code is answered alike', await client.closed, [1005, '']);
}


async function fragments(url) {
	const client = await Client.open(url);
	const pongs = [];
	client.ws.on('pong', payload => pongs.push(`${payload}`));
	const send = (parts, binary) => parts.forEach((part, i) => {
		client.ws.send(part, { binary, compress: false, fin: i === parts.length - 1 });
		client.ws.ping(`within ${i}`);
	});

	const text = Buffer.from(EMOJI);
	send(Array.from(text, (_, i) => text.subarray(i, i + 1)), false);
	equal('text in fragments of one byte comes back', await client.text(), EMOJI);
	equal('every ping between them is answered', pongs.splice(0), Array.from(text, (_, i) => `within ${i}`));
	send(cut(bytes(70000), 1, 66000, 66000, 69999), true);
	equal('binary in fragments comes back', await client.binary(), bytes(70000));
	send(cut(bytes(MAX_MESSAGE), 2000000, 4000000), true);
	equal('a large message in fragments comes back', await client.binary(), bytes(MAX_MESSAGE));
	client.ws.close(1000);
	await client.closed;
}


async function ping(url) {
	const client = await Client.open(url);
	const payload = bytes(125);
	const pong = once(client.ws, 'pong');
	client.ws.ping(payload);
	equal('our server answers a ping with its payload', (await pong)[0], payload);
	const empty = once(client.ws, 'pong');
	client.ws.ping();
	equal('our server answers an empty ping', (await empty)[0].length, 0);
	client.ws.close(1000);
	await client.closed;
}


async function failures(url) {
	const invalid = await Client.open(url);
	invalid.ws.send(Buffer.from('c328', 'hex'), { binary: false });
	const [code, reason] = await invalid.closed;
	equal('our server closes with 1007 for invalid UTF-8', code, 1007);
	check('and gives a reason', reason.length > 0);

	const long = await Client.open(url);
	long.ws.send(bytes(MAX_MESSAGE + 1));
	equal('our server closes with 1009 for a message over its limit', (await long.closed)[0], 1009);
}


async function refusals(url) {
	const refused = async (name, status, path, options) => {
		const client = new Client(url + path, [], options);
		const [, response] = await once(client.ws, 'unexpected-response');
		equal(name, response.statusCode, status);
		response.destroy();
		return response;
	};
	await refused('no such path: 404', 404, '/nothing');
	await refused('a foreign origin: 403', 403, '/echo', { origin: 'http://elsewhere.example' });
}


async function protocols(url) {
	const client = await Client.open(`${url}/echo`, ['chat.v0', 'chat.v1', 'chat.v2']);
	equal('our server agrees to the first subprotocol that it knows', client.ws.protocol, 'chat.v1');
	client.ws.close(1000);
	await client.closed;
	const none = await Client.open(`${url}/echo`);
	equal('and to none where none is offered', none.ws.protocol, '');
	none.ws.close(1000);
	await none.closed;
}


async function conversations(server) {
	const url = await server.url();
	await echo(`${url}/echo`);
	await fragments(`${url}/echo`);
	await ping(`${url}/echo`);
	await failures(`${url}/echo`);
	await refusals(url);
	await protocols(url);

	const last = await Client.open(`${url}/echo`);
	equal('our server ends with 0', await server.stop(), 0);
	equal('and closes with 1001 before', (await last.closed)[0], 1001);
}


async function commands(server) {
	const url = await server.url();
	const client = await Client.open(`${url}/commands`, ['chat.v1']);
	equal('our server agrees to the subprotocol', client.ws.protocol, 'chat.v1');
	client.ws.send('ping are you there? 😀');
	equal('our server got the pong for its ping', await client.text(), 'answered: are you there? 😀');
	client.ws.close(4001, 'because 🙂');
	equal('our server answers a close frame alike', await client.closed, [4001, 'because 🙂']);
	equal('our server saw code and reason', await server.line(), 'closed 4001 because 🙂');

	for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999]) {
		const closing = await Client.open(`${url}/commands`);
		closing.ws.send(`close ${code} because 🙂`);
		equal(`our server closes with ${code} and a reason`, await closing.closed, [code, 'because 🙂']);
		equal(`and sees it answered`, await server.line(), `closed ${code} because 🙂`);
	}

	const refused = new Client(`${url}/refuse`);
	const [, response] = await once(refused.ws, 'unexpected-response');
	equal('our server refuses with 401', [response.statusCode, response.headers['www-authenticate']], [401, 'Bearer']);
	response.destroy();
	equal('our server ends with 0', await server.stop(), 0);
}


await main(async () => {
	const tool = ['serve', '--port', '0', '--max-message', `${MAX_MESSAGE}`, '--protocol', 'chat.v2', '--protocol', 'chat.v1'];
	await conversations(process.env.ENGINE ? interopServer() : new Child(process.env.WSDRIVER, ...tool));
	await commands(interopServer());
});
