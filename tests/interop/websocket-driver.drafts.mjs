// What wsdriver serve --drafts answers to hixie-75 and hixie-76, byte by byte what npm's websocket-driver answers: the
// same bytes go to both, in one write and one by one. Where we differ on purpose the exchange says how.
import { createServer as createHTTPServer } from 'node:http';
import { connect, createServer as createTCPServer } from 'node:net';
import { once } from 'node:events';
import websocket from 'websocket-driver';
import { Child, check, equal, main } from './support.mjs';

const MAX_MESSAGE = 1000;
const OPTIONS = { allowDrafts: true, maxLength: MAX_MESSAGE, protocols: ['chat'] };

const ORIGIN = 'Origin: http://example.com';
const KEYS = ['Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5', 'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00'];
const BODY = '^n:ds[4U';
const OTHER_KEYS = ['Sec-WebSocket-Key1: 1   38 wZ3f9 23O0 3l 0r', 'Sec-WebSocket-Key2: 27   0E 6 2  1665:< ;U 1H'];
const OTHER_BODY = '\x91\x25\x3e\xd3\xa9\xe7\x6a\x88';
const HELLO = '\x00Hello\xff';
const ACCEPT = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=';        // of RFC 6455 1.3
const AGREED = 'Sec-WebSocket-Protocol: chat';
const BLANK = '\r\n\r\n';
const CLOSE = '\xff\x00';


// Strings hold one byte in each character.
const head = (...fields) => ['GET /echo?a=b HTTP/1.1', 'Host: example.com', 'Connection: Upgrade', 'Upgrade: WebSocket', ...fields, '', ''].join('\r\n');
const utf8 = text => Buffer.from(text).toString('latin1');
const hixie75 = (...frames) => [head(ORIGIN), ...frames].join('');
const hixie76 = (...frames) => [head(ORIGIN, ...KEYS), BODY, ...frames].join('');
const MENDED = `\x00${utf8('\ufffd')}(\xff`;
const OVER = '\x80\xff\xff\x7f';        // a length of 2097151


const same = {
	'hixie-75: text': [hixie75(HELLO), BLANK + HELLO],
	'hixie-75: empty text and text in UTF-8': hixie75('\x00\xff', utf8('\x00Grüße 😀'), '\xff', HELLO),
	'hixie-75: any leading byte below 80': hixie75('\x01one\xff', '\x7flast\xff'),
	'hixie-75: without an origin': [head() + HELLO, `Location: ws://example.com/echo?a=b\r\n\r\n${HELLO}`],
	'hixie-75: with another port': head('Origin: http://example.com:8080').replace('Host: example.com', 'Host: example.com:8080') + HELLO,
	'hixie-75: behind TLS': [head('Origin: https://example.com', 'X-Forwarded-Proto: https') + HELLO, 'Location: wss://example.com'],
	'hixie-75: a subprotocol that is not spoken': head(ORIGIN, 'Sec-WebSocket-Protocol: talk') + HELLO,
	'hixie-75: frames with a length are skipped': hixie75('\x80\x05\x00abc\xff', HELLO, '\x80\x00', HELLO, `\x81\x81\x00${'x'.repeat(128)}`, HELLO),
	'hixie-75: FF 00 closes nothing': hixie75(CLOSE, HELLO),
	'hixie-75: text at the limit': hixie75(`\x00${'x'.repeat(MAX_MESSAGE)}\xff`),
	'hixie-75: text over the limit ends it': [hixie75(HELLO, `\x00${'x'.repeat(MAX_MESSAGE + 1)}\xff`, HELLO), BLANK + HELLO],
	'hixie-75: a length over the limit ends it': [hixie75(HELLO, OVER, HELLO), BLANK + HELLO],

	'hixie-76: the example of the draft': [hixie76(HELLO, CLOSE), `${BLANK}8jKS'y:G*Co,Wxa-${HELLO}${CLOSE}`],
	'hixie-76: the other example': [head(ORIGIN, ...OTHER_KEYS) + OTHER_BODY + CLOSE, Buffer.from('b49c6e4053040426e51bbf6cb79f1df9ff00', 'hex').toString('latin1')],
	'hixie-76: without an origin': head(...KEYS) + BODY + HELLO,
	'hixie-76: behind TLS': head('Origin: https://example.com', 'X-Forwarded-Proto: https', ...KEYS) + BODY + HELLO,
	'hixie-76: a subprotocol that is not spoken': head(ORIGIN, 'Sec-WebSocket-Protocol: talk', ...KEYS) + BODY + HELLO,
	'hixie-76: text': hixie76('\x00\xff', utf8('\x00Grüße 😀'), '\xff', HELLO),
	'hixie-76: frames with a length are skipped': hixie76('\x80\x05\x00abc\xff', HELLO),
	'hixie-76: nothing is answered behind the close': hixie76(HELLO, CLOSE, HELLO),
	'hixie-76: FF 80 closes too': hixie76(HELLO, '\xff\x80\x00', HELLO),
	'hixie-76: a length over the limit ends it': hixie76(HELLO, OVER, HELLO),
	'hixie-76: a body that is cut off': [head(ORIGIN, ...KEYS) + BODY.slice(0, 7), BLANK]
};


// The bytes, how the ancestor's answer ends, and how ours does. Of text that is not UTF-8 the ancestor delivers something
// else, and a client that has asked for a subprotocol gets no answer to that.
const different = {
	'hixie-75: we refuse text that is not UTF-8': [hixie75(HELLO, '\x00\xc3(\xff', HELLO), HELLO + MENDED + HELLO, BLANK + HELLO],
	'hixie-76: and close for it': [hixie76('\x00\xc3(\xff', HELLO), MENDED + HELLO, `Wxa-${CLOSE}`],
	'hixie-75: we agree to a subprotocol': [head(ORIGIN, AGREED) + HELLO, `/echo?a=b${BLANK}${HELLO}`, `/echo?a=b\r\n${AGREED}${BLANK}${HELLO}`],
	'hixie-76: as its draft wants it': [head(ORIGIN, AGREED, ...KEYS) + BODY, `/echo?a=b${BLANK}8jKS'y:G*Co,Wxa-`, `/echo?a=b\r\n${AGREED}${BLANK}8jKS'y:G*Co,Wxa-`]
};


const refused = {
	'hixie-76: a key without blanks': [head(ORIGIN, 'Sec-WebSocket-Key1: 42', KEYS[1]) + BODY, 400, 400],
	'hixie-76: a key that its blanks do not divide': [head(ORIGIN, 'Sec-WebSocket-Key1: 4 3 1', KEYS[1]) + BODY, 400, 400],
	'hixie-76: one key': [head(ORIGIN, KEYS[1]) + BODY, 400, 400],
	'hybi-13 without a key': [head(ORIGIN, 'Sec-WebSocket-Version: 13'), 400, 400],
	'hybi-8 of a foreign page': [hybi(8, 'Sec-WebSocket-Origin: http://elsewhere.example'), 400, 403],
	'hybi-9, which nobody speaks': [hybi(9), 400, 426]
};


function hybi(version, ...fields) {
	return head(`Sec-WebSocket-Version: ${version}`, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...fields);
}


// It has the frames of hybi-13: masked "Hello" and a close with 1000.
async function checkHybi(ancestor, ours, version) {
	const request = hybi(version, 'Sec-WebSocket-Origin: http://example.com');
	equal(`hybi-${version} is refused by the ancestor`, statusOf(await exchange(ancestor, request)), 400);
	const answer = await exchange(ours, `${request}\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x88\x82\0\0\0\0\x03\xe8`);
	check('and spoken by us', statusOf(answer) === 101 && answer.endsWith(`${ACCEPT}${BLANK}\x81\x05Hello\x88\x02\x03\xe8`), answer);
}


function serve(driver, socket) {
	driver.on('close', () => socket.end());
	driver.on('error', () => {});
	socket.on('error', () => {});
	socket.on('end', () => socket.end());
	driver.messages.pipe(driver.messages);
	driver.start();
}


function onTCP() {
	return createTCPServer(socket => {
		const driver = websocket.server(OPTIONS);
		driver.on('connect', () => serve(driver, socket));
		socket.pipe(driver.io).pipe(socket);
	});
}


function onHTTP() {
	return createHTTPServer().on('upgrade', (request, socket, body) => {
		const driver = websocket.http(request, OPTIONS);
		socket.pipe(driver.io).pipe(socket);
		serve(driver, socket);
		driver.io.write(body);
	});
}


async function listen(server) {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server.address().port;
}


// What a server answers to these bytes until its end. They go out in one write or, with a size, in pieces; behind the
// request's head waits for the response's, if asked to.
async function exchange(port, bytes, { size = bytes.length, waits = false } = {}) {
	const socket = connect({ port, host: '127.0.0.1', noDelay: true });
	let answer = '';
	const answered = new Promise(resolve => socket.on('data', chunk => {
		answer += chunk.toString('latin1');
		if (answer.includes(BLANK)) resolve();
	}));
	socket.on('error', () => {});        // it may close while we still write
	const closed = new Promise(resolve => socket.on('close', resolve));
	await once(socket, 'connect');

	const end = waits ? bytes.indexOf(BLANK) + BLANK.length : 0;
	await write(socket, bytes.slice(0, end), size);
	if (waits) await Promise.race([answered, closed]);
	await write(socket, bytes.slice(end), size);
	socket.end();
	await closed;
	return answer;
}


async function write(socket, bytes, size) {
	for (let i = 0; i < bytes.length && socket.writable; i += size) await new Promise(done => socket.write(bytes.slice(i, i + size), 'latin1', done));
}


const statusOf = answer => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);


// The ancestor loses frames of hixie-75 that come with the request, as no client sends them.
const AFTER = { '': { waits: true }, ', byte by byte': { size: 1, waits: true } };
const ANYTIME = { ...AFTER, ', at once': {}, ', at once but byte by byte': { size: 1 } };


async function compare(ancestor, ours) {
	for (const [name, value] of Object.entries(same)) {
		const [bytes, ending] = [value].flat();
		for (const [how, cuts] of Object.entries(name.startsWith('hixie-75') ? AFTER : ANYTIME)) {
			const answer = await exchange(ours, bytes, cuts);
			equal(`${name}${how}`, answer, await exchange(ancestor, bytes, cuts));
			if (ending) check('and as behaviour has it', answer.includes(ending), answer);
			else check('and it is opened', statusOf(answer) === 101, answer);
		}
	}
	for (const [name, [bytes, theirEnd, ourEnd]] of Object.entries(different)) {
		const [theirs, answer] = [await exchange(ancestor, bytes, { waits: true }), await exchange(ours, bytes, { waits: true })];
		check(`${name}, unlike the ancestor`, theirs.endsWith(theirEnd), theirs);
		check(name, answer.endsWith(ourEnd), answer);
	}
	for (const [name, [bytes, theirStatus, ourStatus]] of Object.entries(refused)) {
		const answers = [await exchange(ancestor, bytes), await exchange(ours, bytes)];
		equal(name, answers.map(statusOf), [theirStatus, ourStatus]);
	}
	for (const version of [7, 8]) await checkHybi(ancestor, ours, version);
}


await main(async () => {
	const server = new Child(process.env.WSDRIVER, 'serve', '--port', '0', '--drafts', '--max-message', `${MAX_MESSAGE}`, '--protocol', 'chat');
	const ours = Number(new URL(await server.url()).port);
	for (const start of [onTCP, onHTTP]) {
		console.log(`# ${start.name}`);
		const ancestor = start();
		await compare(await listen(ancestor), ours);
		ancestor.close();
	}
	equal('wsdriver ends with 0', await server.stop(), 0);
});
