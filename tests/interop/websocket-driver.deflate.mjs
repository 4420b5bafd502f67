// npm's websocket-driver with its permessage-deflate: each combination of the four parameters against our defaults, some of ours
// against its own, in both roles. Its options are named as ours, and mean the same.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import deflate from 'permessage-deflate';
import websocket from 'websocket-driver';
import { Conversation, Meter, converse, misnegotiated, ourAnswer, ourOffer, parsable, product, report, runDeflateClient, terms, timed } from './deflate.mjs';
import { Inbox, equal, interopServer, main } from './support.mjs';

const FLAG = [undefined, true];

const THEIRS = [
	...product({ noContextTakeover: FLAG, requestNoContextTakeover: FLAG, maxWindowBits: [undefined, 8, 9, 12, 15], requestMaxWindowBits: [undefined, 8, 9, 12, 15] }),
	{ level: 1, memLevel: 1 }, { strategy: 2, noContextTakeover: true }
];

const OURS = [
	...product({ noContextTakeover: FLAG, requestNoContextTakeover: FLAG, maxWindowBits: [undefined, 8, 15], requestMaxWindowBits: [undefined, 8, 15] }),
	{ preset: 'shared' }, { preset: 'smallest' }
];

const ROWS = [...THEIRS.map(theirs => [{}, theirs]), ...OURS.map(ours => [ours, {}])];
const LARGE_EVERY = 20;        // rows

const label = (ours, theirs) => `websocket-driver ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`;


class Client {
	#messages = new Inbox();

	static async open(url, options) {
		const client = new Client();
		const { hostname, port } = new URL(url);
		const driver = client.driver = websocket.client(url);
		if (options) driver.addExtension(deflate.configure({ ...options }));
		client.socket = connect(port, hostname);
		client.socket.pipe(driver.io).pipe(client.socket, { end: false });        // our server ends it
		driver.messages.on('data', data => client.#messages.put(data));
		client.closed = new Promise(resolve => driver.on('close', ({ code }) => { client.#messages.end(); resolve(code); }));
		client.ended = once(client.socket, 'end');
		const opened = new Promise((resolve, reject) => driver.on('open', resolve).on('error', reject));
		driver.start();
		await opened;
		client.meter = new Meter(client.socket);
		return client;
	}

	send(data) { this.driver.messages.write(data); }
	receive() { return this.#messages.next(); }

	async close() {
		this.driver.close('', 1000);
		const code = await this.closed;
		await this.ended;
		this.socket.end();
		return code;
	}
}


async function checkOurServer() {
	const server = interopServer();
	const url = `${await server.url()}/deflate`;
	for (const [i, [ours, theirs]] of ROWS.entries()) {
		const client = await Client.open(`${url}?${parsable(ours)}`, theirs);
		const answer = ourAnswer(ours, ourOffer(theirs));
		const seen = client.driver.headers['sec-websocket-extensions'];
		client.send('negotiated');
		const problems = misnegotiated(answer, seen, await client.receive());
		problems.push(...await converse(client, terms('server', ours, answer, theirs), i % LARGE_EVERY === 0));
		if (await client.close() !== 1000) problems.push('not closed in order');
		report(`${label(ours, theirs)}: ${seen}`, problems);
		equal('which our server saw closed', await server.line(), 'closed 1000 ');
	}

	const plain = await Client.open(url, null);
	plain.send('negotiated');
	equal('without their extension nothing is negotiated', [plain.driver.headers['sec-websocket-extensions'], await plain.receive()], [undefined, '']);
	await plain.close();
	equal('our server ends with 0', await server.stop(), 0);
}


// The server's end of the connection for a row, when its request has come.
function serve(driver, socket, rows, found) {
	const i = Number(driver.url.slice(1));
	const [ours, theirs] = rows[i];
	const row = found[i];
	const conversation = new Conversation(socket);
	driver.addExtension(deflate.configure({ ...theirs }));
	driver.io.once('data', head => { [, row.answer] = /^Sec-WebSocket-Extensions: (.*)\r$/m.exec(head) ?? []; });
	driver.messages.on('data', data => {
		conversation.put(data);
		driver.messages.write(data);
	});
	driver.on('close', ({ code }) => {
		socket.end();
		const answer = ourAnswer({ windowBits: 15, ...theirs }, ourOffer(ours));
		row.problems = code === 1000 ? [] : [`closed with ${code}`];
		row.problems.push(...misnegotiated(answer, row.answer, conversation.negotiated));
		row.problems.push(...conversation.problems(terms('client', ours, answer, theirs)));
	});
	driver.start();
}


async function checkOurClient() {
	const found = ROWS.map(() => ({ problems: ['nobody came'] }));
	const server = createServer(socket => {
		const driver = websocket.server();
		driver.on('connect', () => serve(driver, socket, ROWS, found));
		socket.pipe(driver.io).pipe(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	await runDeflateClient(ROWS.map(([ours], i) => [`ws://127.0.0.1:${server.address().port}/${i}`, `${i % LARGE_EVERY === 0 ? '+' : ''}${parsable(ours)}`]));
	found.forEach(({ problems, answer }, i) => report(`${label(...ROWS[i])}: ${answer}`, problems));
	server.close();
}


await main(() => timed(checkOurServer, checkOurClient));
