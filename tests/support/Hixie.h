//
// Hixie.h
//
// Servers that speak the drafts hixie-75 and hixie-76, opened.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_Hixie_INCLUDED
#define WSTest_Hixie_INCLUDED


#include "support/Peer.h"
#include <tuple>


namespace WS::Test {


class Hixie75Server: public Server
{
public:
	explicit Hixie75Server(Options options = {});

	static Head request();
	static Bytes body();
	static Bytes closeFrame();
};


class Hixie76Server: public Server
	/// The challenge is the example of draft 76, 1.2.
{
public:
	explicit Hixie76Server(Options options = {});

	static Head request();
	static Bytes body();
	static Bytes closeFrame();
};


using Hixies = std::tuple<Hixie75Server, Hixie76Server>;
	/// For BOOST_AUTO_TEST_CASE_TEMPLATE: one rule, both drafts.


} // namespace WS::Test


#endif // WSTest_Hixie_INCLUDED
