// npm's ws with permessage-deflate: each combination of its parameters against our defaults and each of ours against its own, in
// both roles.
import { createServer } from 'node:http';
import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';
import { Conversation, Meter, converse, misnegotiated, ourAnswer, ourOffer, parsable, product, report, runDeflateClient, terms, timed } from './deflate.mjs';
import { Inbox, cut, equal, interopServer, main } from './support.mjs';

const BITS = [8, 9, 10, 11, 12, 13, 14, 15];
const FLAG = [undefined, true];

const THEIRS = [
	...product({ serverNoContextTakeover: FLAG, clientNoContextTakeover: FLAG, serverMaxWindowBits: [undefined, ...BITS], clientMaxWindowBits: [undefined, ...BITS] }),
	...product({ serverNoContextTakeover: FLAG, clientNoContextTakeover: FLAG, threshold: [0, 5000] }),
	{ serverNoContextTakeover: false, clientNoContextTakeover: false, serverMaxWindowBits: false, clientMaxWindowBits: false }
];

const OURS = [
	...product({ noContextTakeover: FLAG, requestNoContextTakeover: FLAG, maxWindowBits: [undefined, 8, 9, 12, 15], requestMaxWindowBits: [undefined, 8, 9, 12, 15] }),
	{ preset: 'shared' }, { preset: 'smallest' }, { preset: 'smallest', level: 9, memLevel: 9 }, { level: 1, memLevel: 1, windowBits: 9 },
	{ strategy: 'huffman', noContextTakeover: true }
];

const ROWS = [...THEIRS.map(theirs => [{}, theirs]), ...OURS.map(ours => [ours, {}])];
const LARGE_EVERY = 40;        // rows
const AT_ONCE = 8;

const label = (ours, theirs) => `ws ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`;


function send(ws, data, inFragments) {
	const binary = Buffer.isBuffer(data);
	const buffer = Buffer.from(data);
	const parts = inFragments ? cut(buffer, 6000, 9000, 9000, buffer.length - 1) : [buffer];
	parts.forEach((part, i) => ws.send(part, { binary, compress: true, fin: i === parts.length - 1 }));
}


class Client {
	#messages = new Inbox();

	static async open(url, options) {
		const client = new Client();
		const ws = client.ws = new WebSocket(url, { perMessageDeflate: options });
		client.closed = once(ws, 'close').then(([code]) => { client.#messages.end(); return code; });
		ws.on('message', (data, isBinary) => client.#messages.put(isBinary ? data : `${data}`));
		ws.on('upgrade', response => { client.answer = response.headers['sec-websocket-extensions']; });
		await once(ws, 'open');
		client.meter = new Meter(ws._socket);
		return client;
	}

	send(data, inFragments) { send(this.ws, data, inFragments); }
	receive() { return this.#messages.next(); }
}


function theirOffer({ serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits = true }) {
	return {
		server_no_context_takeover: serverNoContextTakeover,
		client_no_context_takeover: clientNoContextTakeover,
		server_max_window_bits: serverMaxWindowBits,
		client_max_window_bits: clientMaxWindowBits
	};
}

function theirAnswer({ serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits }, offer) {
	const offered = typeof offer.client_max_window_bits === 'number' ? offer.client_max_window_bits : undefined;
	return {
		server_no_context_takeover: serverNoContextTakeover || offer.server_no_context_takeover,
		client_no_context_takeover: clientNoContextTakeover || offer.client_no_context_takeover,
		server_max_window_bits: serverMaxWindowBits || offer.server_max_window_bits,
		client_max_window_bits: clientMaxWindowBits || (clientMaxWindowBits === false ? undefined : offered)
	};
}


// What it limits without telling: what is short, if it must forget it.
const limits = (theirs, answer, role) => ({ threshold: answer[`${role}_no_context_takeover`] ? theirs.threshold ?? 1024 : 0 });


async function checkConnection(url, ours, theirs, large) {
	const client = await Client.open(`${url}?${parsable(ours)}`, theirs);
	const answer = ourAnswer(ours, theirOffer(theirs));
	client.send('negotiated');
	const problems = misnegotiated(answer, client.answer, await client.receive());
	if (client.ws.extensions !== 'permessage-deflate') problems.push(`their extensions: ${client.ws.extensions}`);
	problems.push(...await converse(client, terms('server', ours, answer, limits(theirs, answer, 'client')), large));
	client.ws.close(1000);
	if (await client.closed !== 1000) problems.push('not closed in order');
	report(`${label(ours, theirs)}: ${client.answer}`, problems);
}


async function checkOurServer() {
	const server = interopServer();
	const url = `${await server.url()}/deflate`;
	const rows = ROWS.entries();
	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		for (const [i, [ours, theirs]] of rows) await checkConnection(url, ours, theirs, i % LARGE_EVERY === 0);
	}));
	const endings = [];
	while (endings.length < ROWS.length) endings.push(await server.line());
	equal('our server saw each of them closed', endings.filter(line => line !== 'closed 1000 '), []);

	for (const [name, address, options] of [['without our extension', url.replace('/deflate', '/commands'), {}], ['without theirs', url, false]]) {
		const client = await Client.open(address, options);
		client.send('negotiated');
		equal(`${name} nothing is negotiated`, [client.ws.extensions, await client.receive()], ['', '']);
		client.ws.close(1000);
		await client.closed;
	}
	const refusing = new WebSocket(`${url}?requestNoContextTakeover`, { perMessageDeflate: { clientNoContextTakeover: false } });
	const [{ message }] = await once(refusing, 'error');
	equal('a client that will not forget leaves our server that asks for it', message, 'Invalid Sec-WebSocket-Extensions header');
	equal('our server ends with 0', await server.stop(), 0);
}


async function checkOurClient() {
	const rows = [...ROWS, [{ requestNoContextTakeover: true }, { serverNoContextTakeover: false }, true], [{ maxWindowBits: 9 }, { clientMaxWindowBits: 12 }, true], [{}, false]];
	const found = rows.map(() => ({ problems: ['nobody came'] }));
	const server = createServer();
	server.on('upgrade', (request, socket, head) => {
		const i = Number(request.url.slice(1));
		const [ours, theirs] = rows[i];
		const row = found[i];
		const wss = new WebSocketServer({ noServer: true, perMessageDeflate: theirs });
		wss.on('headers', headers => { row.answer = headers.find(header => header.startsWith('Sec-WebSocket-Extensions: '))?.slice(26); });
		wss.on('wsClientError', (error, refused) => { row.problems = []; refused.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'); });
		wss.handleUpgrade(request, socket, head, ws => { row.closed = serve(ws, row, ours, theirs); });
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	const url = `ws://127.0.0.1:${server.address().port}`;
	await runDeflateClient(rows.map(([ours, , refused], i) => [`${url}/${i}`, `${refused ? '!' : i % LARGE_EVERY === 0 ? '+' : ''}${parsable(ours)}`]));
	await Promise.all(found.map(row => row.closed));
	found.forEach(({ problems, answer }, i) => report(`${label(...rows[i])}: ${answer ?? 'nothing'}`, problems));
	server.close();
}


async function serve(ws, row, ours, theirs) {
	const conversation = new Conversation(ws._socket);
	ws.on('message', (data, isBinary) => {
		const message = isBinary ? data : `${data}`;
		conversation.put(message);
		send(ws, message, data.length > 10000);
	});
	const [code] = await once(ws, 'close');
	row.problems = code === 1000 ? [] : [`closed with ${code}`];
	if (theirs === false) {
		if (row.answer || conversation.negotiated !== '') row.problems.push(`negotiated ${conversation.negotiated}`);
		return;
	}
	const answer = theirAnswer(theirs, ourOffer(ours));
	row.problems.push(...misnegotiated(answer, row.answer, conversation.negotiated));
	if (ws.extensions !== 'permessage-deflate') row.problems.push(`their extensions: ${ws.extensions}`);
	row.problems.push(...conversation.problems(terms('client', ours, answer, limits(theirs, answer, 'server'))));
}


await main(() => timed(checkOurServer, checkOurClient));
