//
// HixieText.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_HixieText_INCLUDED
#define WS_HixieText_INCLUDED


#include "HixieReader.h"
#include "UTF8Validator.h"
#include "WS/Protocol.h"
#include <span>
#include <string>
#include <string_view>


namespace WS {


class HixieText
	/// What hixie-75 and hixie-76 share once they are open: text frames both ways.
{
public:
	explicit HixieText(ProtocolContext& context);

	static bool supports(Opcode opcode);
		/// Only text.

	bool receive(std::span<char>& bytes);
		/// Takes the next part off the front of bytes and hands a complete text up. True: it was FF 00.

	bool send(Opcode opcode, std::string_view payload);
		/// Appends a text frame. False: not text, or a byte FF in it.

private:
	void receiveText(std::string_view text, bool ends);

	ProtocolContext& _context;
	HixieReader _reader;
	UTF8Validator _validator;
	std::string _message;            // what has come of a text that is not complete
};


} // namespace WS


#endif // WS_HixieText_INCLUDED
