//
// Head.h
//
// HTTP heads for tests: valid ones, from which a test takes a field away or puts a bad one in.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Head_INCLUDED
#define WSTest_Head_INCLUDED


#include "WS/HTTP.h"
#include "support/Bytes.h"
#include <string>
#include <utility>
#include <vector>


namespace WS::Test {


const std::string_view KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const std::string_view ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
	/// The example of RFC 6455 1.3.


class Head
	/// A head as text. No check of what is put in.
{
public:
	static Head request();
		/// GET /chat of server.example.com with KEY, version 13.

	static Head response();
		/// The 101 that answers KEY.

	explicit Head(std::string firstLine);

	Head& line(std::string firstLine);
	Head& set(std::string name, std::string value);
		/// In the place of the field of that name, which is spelled alike; else at the end.

	Head& add(std::string name, std::string value);
	Head& without(std::string_view name);

	Head& raw(std::string field);
		/// A field as it stands, without the line's end.

	Bytes bytes() const;

	Request parsed() const;
		/// The request as somebody else would have parsed it.

private:
	std::string _firstLine;
	std::vector<std::pair<std::string, std::string>> _fields;
};


std::string fieldOf(std::string_view head, std::string_view name);
	/// The value of the only field of that name in a head; empty if there is none, throws if there are two.


std::string bodyOf(std::string_view message);
	/// What follows the head.


} // namespace WS::Test


#endif // WSTest_Head_INCLUDED
