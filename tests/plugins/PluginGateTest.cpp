//
// PluginGateTest.cpp
//
// Objects that were built to be refused: each with its own reason, and none of them is kept.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Plugin.h"
#include "plugins/Loading.h"
#include <boost/test/unit_test.hpp>


using namespace WS;
using namespace WS::Test;


namespace {


std::string refusalOf(const std::string& name)
	/// Also checks that the object is not kept.
{
	const std::string reason = refusal(object(name));
	BOOST_TEST(!isLoaded(object(name)));
	return reason;
}


std::string otherwise(const std::string& field, std::uint32_t theirs, std::uint32_t ours)
{
	return "was built otherwise: " + field + " is " + std::to_string(theirs) + ", here " + std::to_string(ours);
}


constexpr PluginABI OURS;


} // namespace


BOOST_AUTO_TEST_SUITE(PluginGateTest)


BOOST_AUTO_TEST_CASE(theSameObjectWithoutAFaultIsTaken)
{
	BOOST_TEST(refusal(object("fine")) == "");
	BOOST_TEST(isLoaded(object("fine")));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherMagic)
{
	BOOST_TEST(refusalOf("magic") == "was built otherwise: magic is XSPlugin, here WSPlugin");
}


BOOST_AUTO_TEST_CASE(badInput69ASmallerOrALargerBlock)
{
	BOOST_TEST(refusalOf("smaller") == otherwise("size of the ABI block", 120, 128));
	BOOST_TEST(refusalOf("larger") == otherwise("size of the ABI block", 136, 128));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherAPI)
{
	BOOST_TEST(refusalOf("api") == otherwise("API", PLUGIN_API + 1, PLUGIN_API));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherSizeOfPointers)
{
	BOOST_TEST(refusalOf("pointer") == otherwise("size of a pointer", 4, sizeof(void*)));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherStandardLibrary)
{
	std::string name = OURS.library;
	name[3] = 'x';
	BOOST_TEST(refusalOf("library") == "was built otherwise: standard library is " + name + ", here " + OURS.library);
	BOOST_TEST(refusalOf("version") == otherwise("its version", 99, OURS.libraryVersion));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherABIOfTheStandardLibrary)
{
	BOOST_TEST(refusalOf("string-abi") == otherwise("its ABI", OURS.libraryABI ^ 1, OURS.libraryABI));
	BOOST_TEST(refusalOf("real-string-abi") == otherwise("its ABI", 0, OURS.libraryABI));
}


BOOST_AUTO_TEST_CASE(badInput69TheDebugModeOfTheStandardLibrary)
{
	BOOST_TEST(refusalOf("debug") == otherwise("its debug mode", 1, 0));
	BOOST_TEST(refusalOf("real-debug") == otherwise("its debug mode", 1, 0));
}


BOOST_AUTO_TEST_CASE(badInput69AnotherSanitizer)
{
	BOOST_TEST(refusalOf("sanitizer").starts_with("was built otherwise: sanitizers is "));
	BOOST_TEST(refusalOf("sanitizer").find("thread") != std::string::npos);
}


#if defined(WS_TEST_SANITIZED)
BOOST_AUTO_TEST_CASE(badInput69ARunTimeThatWouldEndTheProcess)
{
	const std::string reason = "was built otherwise: it needs the run-time of a sanitizer, lib";
	BOOST_TEST(refusalOf("real-address").starts_with(reason + "asan.so"));
	BOOST_TEST(refusalOf("real-thread").starts_with(reason + "tsan.so"));
}
#endif


BOOST_AUTO_TEST_CASE(badInput69AnotherSizeOfATypeThatCrosses)
{
	BOOST_TEST(refusalOf("string") == otherwise("size of std::string", 24, sizeof(std::string)));
	BOOST_TEST(refusalOf("message") == otherwise("size of Message", sizeof(Message) + 8, sizeof(Message)));
}


BOOST_AUTO_TEST_CASE(badInput70AnUnresolvedSymbol)
{
	const std::string reason = refusalOf("unresolved");
	BOOST_TEST(reason.starts_with("cannot be loaded: "));
	BOOST_TEST(reason.find("nobodyDefinesThis") != std::string::npos);
}


BOOST_AUTO_TEST_CASE(badInput71NoEntry)
{
	BOOST_TEST(refusalOf("no-entry") == "is no plug-in: it has no wsExtensionPlugin");
}


BOOST_AUTO_TEST_CASE(badInput71TheEntryOfAnotherObject)
{
	BOOST_TEST(refusalOf("borrowed") == "is no plug-in: it has no wsExtensionPlugin of its own");
}


BOOST_AUTO_TEST_CASE(badInput71AnEntryThatReturnsNull)
{
	BOOST_TEST(refusalOf("null") == "is no plug-in: wsExtensionPlugin returned null");
}


BOOST_AUTO_TEST_CASE(badInput71AnEntryThatThrows)
{
	BOOST_TEST(refusalOf("throwing") == "throws: oops");
	BOOST_TEST(refusalOf("throwing-int") == "throws an exception of unknown type");
	BOOST_TEST(refusalOf("throwing-memory") == "throws: no memory");
}


BOOST_AUTO_TEST_CASE(badInput71AnInfoWithHoles)
{
	const std::string reason = "does not say its name, its version, or how an extension is made";
	BOOST_TEST(refusalOf("no-name") == reason);
	BOOST_TEST(refusalOf("no-create") == reason);
}


BOOST_AUTO_TEST_CASE(badInput71ANameThatNoRegistryTakes)
{
	BOOST_TEST(refusalOf("no-token") == "its name is not that of an extension: \"x wrong\"");
	BOOST_TEST(refusalOf("empty-name") == "its name is not that of an extension: \"\"");
}


BOOST_AUTO_TEST_CASE(badInput71ACreateThatFails)
{
	BOOST_TEST(refusal(object("create-error")) == "no extension x-create-error: not today");
	BOOST_TEST(refusal(object("create-nothing")) == "no extension x-create-nothing: neither an extension nor an error was returned");
	BOOST_TEST(refusal(object("create-throws")) == "throws: oops");
	BOOST_TEST(refusal(object("create-throws-int")) == "throws an exception of unknown type");
}


BOOST_AUTO_TEST_CASE(badInput71AnExtensionThatIsNotWhatItsInfoSays)
{
	const std::string reason = ": its name or its reserved bits are not those that the plug-in says";
	BOOST_TEST(refusal(object("other-name")) == "no extension x-another" + reason);
	BOOST_TEST(refusal(object("other-rsv")) == "no extension x-other-rsv" + reason);
}


BOOST_AUTO_TEST_CASE(badInput75TheReasonOfTheDynamicLinkerIsToldEachTime)
{
	const std::string first = refusal(object("unresolved"));
	BOOST_TEST(first.find("undefined symbol") != std::string::npos);
	BOOST_TEST(refusal(object("unresolved")) == first);
}


BOOST_AUTO_TEST_SUITE_END()
