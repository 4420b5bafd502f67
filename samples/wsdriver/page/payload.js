// The messages of the echo console: made, compared and shown.
export const MEBIBYTE = 1 << 20;

const encoder = new TextEncoder();

export const byteLength = text => encoder.encode(text).length;


export const Payload = {
	text(text) {
		const wellFormed = text.toWellFormed ? text.toWellFormed() : text;
		return { type: 'text', data: wellFormed, size: byteLength(wellFormed) };
	},

	binary(data) {
		return { type: 'binary', data: new Uint8Array(data), size: data.byteLength };
	},

	random(length) {
		const bytes = new Uint8Array(length);
		for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
		return Payload.binary(bytes.buffer);
	},

	mebibyteOfText() {
		const piece = `Zwölf Boxkämpfer · κόσμε · мир · € · 😀 · ${crypto.getRandomValues(new Uint32Array(1))[0]} · `;
		const bytes = byteLength(piece);
		const times = Math.floor(MEBIBYTE / bytes);
		return Payload.text(piece.repeat(times) + '.'.repeat(MEBIBYTE - times * bytes));
	},

	// Where two payloads differ first, -1 if nowhere; for text in UTF-16 units.
	difference(a, b) {
		if (a.type !== b.type) return 0;
		if (a.data === b.data) return -1;
		const length = Math.min(a.data.length, b.data.length);
		let at = 0;
		while (at < length && a.data[at] === b.data[at]) ++at;
		return at < length || a.data.length !== b.data.length ? at : -1;
	},

	preview({ type, data }) {
		if (!data.length) return 'empty';
		if (type === 'text') return data.slice(0, 120).replace(/\p{Cc}/gu, '␣');
		return Array.from(data.subarray(0, 32), byte => byte.toString(16).padStart(2, '0')).join(' ') + (data.length > 32 ? ' …' : '');
	}
};
