//
// ProxyProtocolTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "net/ProxyProtocol.h"
#include "support/Bytes.h"
#include <boost/test/unit_test.hpp>
#include <optional>
#include <ostream>
#include <vector>


using namespace WS::Test;
using WS::Net::ProxyProtocol;
using Result = WS::Net::ProxyProtocol::Result;


namespace {


const Bytes SIGNATURE = "0d0a0d0a 000d0a51 5549540a"_hex;
const Bytes IPV4 = SIGNATURE + "21 11 000c  c0000201 0a000001 d431 1f90"_hex;                     // 192.0.2.1:54321 to 10.0.0.1:8080
const Bytes IPV6 = SIGNATURE + "21 21 0024  20010db8 00000000 00000000 00000001  20010db8 00000000 00000000 00000002  d431 01bb"_hex;


struct Seen
	/// What a header led to.
{
	Result result = Result::NEED_MORE;
	std::string client;
	std::string failure;
	std::string rest;

	bool operator == (const Seen&) const = default;
};


std::ostream& operator << (std::ostream& stream, const Seen& seen)
{
	return stream << int(seen.result) << ' ' << seen.client << ' ' << seen.failure << ' ' << printable(seen.rest);
}


Seen parseIn(std::vector<std::string> pieces)
{
	ProxyProtocol parser;
	Seen seen;
	for (auto& piece: pieces)
	{
		std::span<char> bytes(piece);
		seen.result = parser.receive(bytes);
		seen.rest.append(bytes.begin(), bytes.end());
	}
	BOOST_TEST((parser.result() == seen.result));
	if (parser.client()) seen.client = parser.client()->toString();
	seen.failure = parser.failure();
	return seen;
}


Seen parse(const Bytes& bytes)
	/// Whole, byte by byte and cut at every position: all see the same.
{
	const auto& all = bytes.string();
	const Seen whole = parseIn({all});
	std::vector<std::string> single;
	for (const char c: all) single.emplace_back(1, c);
	BOOST_TEST(parseIn(single) == whole);
	for (std::size_t cut = 0; cut <= all.size(); ++cut) BOOST_TEST(parseIn({all.substr(0, cut), all.substr(cut)}) == whole);
	return whole;
}


std::string failureOf(const Bytes& bytes)
{
	const auto seen = parse(bytes);
	BOOST_TEST((seen.result == Result::FAILED));
	BOOST_TEST(seen.client.empty());
	return seen.failure;
}


Seen done(const std::string& client, const std::string& rest = {})
{
	return {Result::DONE, client, {}, rest};
}


} // namespace


BOOST_AUTO_TEST_SUITE(ProxyProtocolTest)


BOOST_AUTO_TEST_CASE(tellsTheClientsAddress)
{
	BOOST_TEST(parse(IPV4) == done("192.0.2.1:54321"));
	BOOST_TEST(parse(IPV6) == done("[2001:db8::1]:54321"));
}


BOOST_AUTO_TEST_CASE(leavesWhatIsBehindTheHeader)
{
	BOOST_TEST(parse(IPV4 + "GET / HTTP/1.1\r\n") == done("192.0.2.1:54321", "GET / HTTP/1.1\r\n"));
	BOOST_TEST(parse(IPV4 + IPV4) == done("192.0.2.1:54321", IPV4.string()));
}


BOOST_AUTO_TEST_CASE(skipsFurtherValues)
	// A PP2_TYPE_AUTHORITY of "ab", and what is none at all.
{
	BOOST_TEST(parse(SIGNATURE + "21 11 0011  c0000201 0a000001 d431 1f90  02 0002 6162"_hex + "G") == done("192.0.2.1:54321", "G"));
	BOOST_TEST(parse(SIGNATURE + "21 11 000e  c0000201 0a000001 d431 1f90  02ff"_hex + "G") == done("192.0.2.1:54321", "G"));
}


BOOST_AUTO_TEST_CASE(aProxysOwnConnectionHasNoClient)
	// Whatever stands where addresses would be.
{
	BOOST_TEST(parse(SIGNATURE + "20 00 0000"_hex + "G") == done({}, "G"));
	BOOST_TEST(parse(SIGNATURE + "20 11 000c  c0000201 0a000001 d431 1f90"_hex + "G") == done({}, "G"));
	BOOST_TEST(parse(SIGNATURE + "20 ff 0002 0000"_hex + "G") == done({}, "G"));
}


BOOST_AUTO_TEST_CASE(clientsWithoutAnAddressOfTCPHaveNone)
{
	BOOST_TEST(parse(SIGNATURE + "21 00 0000"_hex + "G") == done({}, "G"));
	BOOST_TEST(parse(SIGNATURE + "21 00 0003 010203"_hex + "G") == done({}, "G"));
	BOOST_TEST(parse(SIGNATURE + "21 10 000c  c0000201 0a000001 d431 1f90"_hex + "G") == done({}, "G"));
	BOOST_TEST(parse(SIGNATURE + "21 31 00d8"_hex + repeated("/run/x", 36) + "G") == done({}, "G"));
}


BOOST_AUTO_TEST_CASE(waitsForTheWholeHeader)
{
	for (const auto& header: {IPV4, IPV6})
		for (std::size_t size = 0; size < header.size(); ++size)
			BOOST_TEST((parseIn({header.first(size).string()}).result == Result::NEED_MORE));
}


BOOST_AUTO_TEST_CASE(takesAsMuchAsIsAllowed)
	// 536 is 0x218: 12 bytes of addresses, 524 more.
{
	const Bytes longest = SIGNATURE + "21 11 0218  c0000201 0a000001 d431 1f90"_hex + repeated("x", 524);
	BOOST_TEST(parse(longest + "G") == done("192.0.2.1:54321", "G"));
	BOOST_TEST(failureOf(SIGNATURE + "21 11 0219"_hex).find("537 bytes") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "20 00 ffff"_hex).find("65535 bytes") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(aHeaderInTextIsRefusedByItsName)
{
	BOOST_TEST(failureOf("PROXY TCP4 192.0.2.1 10.0.0.1 54321 8080\r\n").find("version 1") != std::string::npos);
	BOOST_TEST(failureOf("PROXY UNKNOWN\r\n").find("version 1") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(whatIsNoHeaderIsRefusedAtItsFirstWrongByte)
{
	for (const char* bytes: {"G", "PO", "PROPFIND", "\x16\x03", "\r\n\r\nx", "proxy ", "\n"})
		BOOST_TEST(failureOf(bytes).find("no PROXY protocol header") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE.first(11) + "\r").find("no PROXY protocol header") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(otherVersionsAndCommandsAreRefused)
{
	BOOST_TEST(failureOf(SIGNATURE + "11"_hex).find("version 1, wanted is 2") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "31"_hex).find("version 3, wanted is 2") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "22"_hex).find("command 2") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "2f"_hex).find("command 15") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(familiesAndTransportsThatNobodyKnowsAreRefused)
{
	BOOST_TEST(failureOf(SIGNATURE + "21 41"_hex).find("family 4") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "21 f1"_hex).find("family 15") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "21 12"_hex).find("transport 2") != std::string::npos);         // datagrams
	BOOST_TEST(failureOf(SIGNATURE + "21 2f"_hex).find("transport 15") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(addressesThatAreTooShortAreRefused)
{
	BOOST_TEST(failureOf(SIGNATURE + "21 11 000b"_hex).find("11 bytes") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "21 11 0000"_hex).find("0 bytes") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "21 21 0023"_hex).find("35 bytes") != std::string::npos);
	BOOST_TEST(failureOf(SIGNATURE + "21 31 00d7"_hex).find("215 bytes") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(takesNothingWhenItHasFailed)
{
	BOOST_TEST(parse(SIGNATURE + "31"_hex + "rest").rest == "rest");
}


BOOST_AUTO_TEST_SUITE_END()
