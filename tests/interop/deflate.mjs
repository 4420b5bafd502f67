// What the programs about permessage-deflate have in common: messages, the bytes they take on the wire, and what is to be
// negotiated. Options of either end are named as ours: "own" is what that end sends with.
import { Child, EMOJI, check, equal } from './support.mjs';

const NAME = 'permessage-deflate';
const OUR_WINDOW_BITS = 12;
const MOST_OF_REPETITION = 64;        // bytes: a text of 1 KiB that has been sent before takes a few matches
const BITS_FOR_REPETITION = 11;       // zlib's window reaches back 262 bytes less than its size


// JSON of at least so many bytes, the same as in DeflateClient.cpp.
export const records = size => {
	let text = '[';
	for (let i = 0; text.length + 2 * i < size; ++i) text += `{"id":${i},"name":"Grüße ${i * 77 % 256}","active":true},`;
	return `${text.slice(0, -1)}]`;
};

export const noise = size => {
	let state = 1;
	return Buffer.from(Uint8Array.from({ length: size }, () => {
		state = Math.imul(state, 1664525) + 1013904223 | 0;
		return state >>> 24;
	}));
};

const RECORD = records(1024);
const SECRET = `secret ${RECORD}`;        // our server sends it back as it is
const MESSAGES = ['', 'Hello', RECORD, RECORD, RECORD, EMOJI, records(100000), Buffer.alloc(0), noise(20000)];
const LARGE = [noise(1000000), records(1000000)];


// All objects with one of the values for each name; undefined: without that name.
export function product(values) {
	let rows = [{}];
	for (const [name, choices] of Object.entries(values))
		rows = rows.flatMap(row => choices.map(choice => choice === undefined ? row : { ...row, [name]: choice }));
	return rows;
}


// As DeflateOptions::parse() reads them.
export const parsable = ours => Object.entries(ours).map(([name, value]) => `${name}=${value}`).join(',');

const windowBits = ours => ours.maxWindowBits ?? ours.windowBits ?? (ours.preset && ours.preset !== 'balanced' ? 15 : OUR_WINDOW_BITS);
const noContextTakeover = ours => Boolean(ours.noContextTakeover || ours.preset === 'shared');
const requestNoContextTakeover = ours => Boolean(ours.requestNoContextTakeover || ours.preset === 'shared');


// What our client offers. An offer or an answer has the parameters by their names.
export const ourOffer = ours => ({
	server_no_context_takeover: requestNoContextTakeover(ours),
	client_no_context_takeover: noContextTakeover(ours),
	server_max_window_bits: ours.requestMaxWindowBits,
	client_max_window_bits: ours.maxWindowBits ?? true
});

// What our server answers: limits only where they were offered, and are any.
export function ourAnswer(ours, offer) {
	const least = (limit, offered) => Math.min(limit, offered === true ? 15 : offered);
	return {
		server_no_context_takeover: offer.server_no_context_takeover || noContextTakeover(ours),
		client_no_context_takeover: offer.client_no_context_takeover || requestNoContextTakeover(ours),
		server_max_window_bits: limited(offer.server_max_window_bits && least(windowBits(ours), offer.server_max_window_bits)),
		client_max_window_bits: limited(offer.client_max_window_bits && least(ours.requestMaxWindowBits ?? windowBits({ ...ours, maxWindowBits: undefined }), offer.client_max_window_bits))
	};
}

const limited = bits => bits < 15 ? bits : undefined;

const answered = answer => [NAME, ...Object.entries(answer).filter(([, value]) => value).map(([name, value]) => value === true ? name : `${name}=${value}`)].sort().join('; ');
const sorted = header => (header ?? '').split(/; */).sort().join('; ');


// What is wrong with the headers, or with what our end says: what the answer has, in any order.
export const misnegotiated = (answer, ...seen) => seen.filter(header => sorted(header) !== answered(answer)).map(header => `negotiated ${header}, wanted ${answered(answer)}`);


// How the two directions have to behave. role: ours; peer: of its options, what limits it without being told in the answer.
export function terms(role, ours, answer, peer = {}) {
	const [own, other] = role === 'client' ? ['client', 'server'] : ['server', 'client'];
	return {
		ours: {
			takeover: !answer[`${own}_no_context_takeover`],
			bits: Math.min(answer[`${own}_max_window_bits`] ?? 15, windowBits(ours))
		},
		theirs: {
			takeover: !answer[`${other}_no_context_takeover`],
			bits: Math.min(answer[`${other}_max_window_bits`] ?? 15, peer.maxWindowBits ?? 15),
			threshold: peer.threshold ?? 0
		}
	};
}


// The bytes that a socket has received and sent since they were last taken.
export class Meter {
	#received = 0;
	#sent = 0;

	constructor(socket) {
		this.socket = socket;
	}

	take() {
		const { bytesRead, bytesWritten } = this.socket;
		const taken = [bytesRead - this.#received, bytesWritten - this.#sent];
		[this.#received, this.#sent] = [bytesRead, bytesWritten];
		return taken;
	}
}


const sizeOf = data => Buffer.byteLength(data);


// What is wrong with the bytes on the wire of one direction. sizes: [message, bytes] in order.
function wasted(who, sizes, { takeover, bits, threshold = 0 }) {
	const problems = [];
	for (const [data, bytes] of sizes.filter(([data]) => data && !Buffer.isBuffer(data))) {
		const size = sizeOf(data);
		if (size < threshold ? bytes <= size : size > 1000 && bytes >= size * 0.7) problems.push(`${who} text of ${size} bytes took ${bytes}`);
	}
	const [first, second, third] = sizes.filter(([data]) => data === RECORD).map(([, bytes]) => bytes);
	if (third === undefined) problems.push(`${who} text was not sent three times`);
	if (takeover && bits >= BITS_FOR_REPETITION && third > MOST_OF_REPETITION) problems.push(`${who} repeated text took ${third} bytes`);
	if (!takeover && (first !== second || second !== third)) problems.push(`${who} repeated text took ${first}, ${second} and ${third} bytes`);
	return problems;
}


// Sends the messages, one at a time. peer, a client of somebody else: send(data, inFragments), receive(), meter.
export async function converse(peer, wanted, large = false) {
	const problems = [];
	const sizes = { ours: [], theirs: [] };
	for (const data of [...MESSAGES, ...large ? LARGE : []]) {
		peer.meter.take();
		peer.send(data, sizeOf(data) > 10000);
		const echo = await peer.receive();
		if (!same(echo, data)) problems.push(`${sizeOf(data)} bytes come back as ${echo === null ? 'nothing' : sizeOf(echo)}`);
		const [received, sent] = peer.meter.take();
		sizes.ours.push([data, received]);
		sizes.theirs.push([data, sent]);
	}
	peer.send(SECRET, false);
	if (!same(await peer.receive(), SECRET)) problems.push('the secret does not come back');
	const [received] = peer.meter.take();
	if (received !== sizeOf(SECRET) + 4) problems.push(`the secret of ${sizeOf(SECRET)} bytes took ${received}`);
	return [...problems, ...wasted('our', sizes.ours, wanted.ours), ...wasted('their', sizes.theirs, wanted.theirs)];
}

const same = (seen, wanted) => Buffer.isBuffer(wanted) ? Buffer.isBuffer(seen) && seen.equals(wanted) : seen === wanted;


// One connection of our deflate client, as its server sees it: put every message before it is sent back.
export class Conversation {
	#meter;
	#messages = [];
	#sizes = { ours: [], theirs: [] };

	constructor(socket) {
		this.#meter = new Meter(socket);
	}

	put(data) {
		const [received, sent] = this.#meter.take();
		if (this.#messages.length > 0) this.#sizes.theirs.push([this.#messages.at(-1), sent]);
		if (this.#messages.length > 0) this.#sizes.ours.push([data, received]);        // the first came with the handshake
		this.#messages.push(data);
	}

	get negotiated() { return this.#messages[0]; }        // as our client says

	problems(wanted) {
		if (this.#messages.length < MESSAGES.length) return [`only ${this.#messages.length} messages arrived`];
		return [...wasted('our', this.#sizes.ours, wanted.ours), ...wasted('their', this.#sizes.theirs, wanted.theirs)];
	}
}


export function report(name, problems) {
	check(name, problems.length === 0, problems.join('; '));
}


// Runs our client, DeflateClient.cpp, for all of [URL, options as it wants them].
export async function runDeflateClient(rows) {
	const client = new Child(process.env.INTEROP_DEFLATE_CLIENT, ...rows.flat());
	let passed = 0;
	for (let line = await client.line(); line !== null; line = await client.line()) {
		console.log(`    ${line}`);
		if (line.startsWith('ok ')) passed += 1;
	}
	equal('our client is content', await client.exit, 0);
	equal('with each connection', passed, rows.length);
}


// Runs the parts, and says how long each takes.
export async function timed(...parts) {
	for (const part of parts) {
		const start = performance.now();
		await part();
		console.log(`# ${part.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
	}
}
