//
// ExtensionPipelineTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "ExtensionPipeline.h"
#include "WS/BufferPool.h"
#include "support/AllocationCounter.h"
#include "support/Tagging.h"
#include <boost/test/unit_test.hpp>
#include <stdexcept>


using namespace WS;
using namespace WS::Test;


namespace {


class Pipeline: public ExtensionPipeline
	/// A server's, with all that is given.
{
public:
	explicit Pipeline(const std::vector<std::shared_ptr<Tagging>>& extensions, BufferPool* pool = nullptr):
		ExtensionPipeline(pool)
	{
		for (const auto& extension: extensions) add(extension, extension->createServerSession({{}}), extension->response);
	}

	std::string encoded(std::string_view payload, const SendOptions& options = {})
		/// With the reserved bits before it; "code: text" if it failed.
	{
		Message message(Opcode::TEXT, payload);
		return shown(encode(message, options), message);
	}

	std::string decoded(std::string_view payload, Rsv rsv, std::size_t maxLength = 100)
	{
		Message message(Opcode::TEXT, payload);
		message.rsv = rsv;
		return shown(decode(message, maxLength), message);
	}

private:
	static std::string shown(const std::optional<SessionResult>& failure, const Message& message)
	{
		if (failure) return std::to_string(static_cast<int>(failure->code)) + ": " + failure->text;
		return std::to_string(static_cast<int>(message.rsv)) + ' ' + std::string(message.payload);
	}
};


constexpr Rsv ALL = Rsv::RSV1 | Rsv::RSV2 | Rsv::RSV3;


} // namespace


BOOST_AUTO_TEST_SUITE(ExtensionPipelineTest)


BOOST_AUTO_TEST_CASE(sendsInOrderAndReceivesInReverse)
{
	Pipeline pipeline({tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2), tagging("c")});
	BOOST_TEST(pipeline.encoded("x") == "6 c(b(a(x)))");
	BOOST_TEST(pipeline.decoded("c(b(a(x)))", Rsv::RSV1 | Rsv::RSV2) == "0 x");
}


BOOST_AUTO_TEST_CASE(messageWithoutItsBitsPassesAnExtensionBy)
{
	Pipeline pipeline({tagging("a", Rsv::RSV1), tagging("b", Rsv::RSV2)});
	BOOST_TEST(pipeline.decoded("b(x)", Rsv::RSV2) == "0 x");
	BOOST_TEST(pipeline.decoded("a(x)", Rsv::RSV1) == "0 x");
	BOOST_TEST(pipeline.decoded("x", Rsv::NONE) == "0 x");
}


BOOST_AUTO_TEST_CASE(extensionWithoutBitsSeesAllMessages)
{
	Pipeline marked({tagging("a", Rsv::RSV1)});
	BOOST_TEST(!marked.touches(Rsv::NONE));
	BOOST_TEST(marked.touches(Rsv::RSV1));
	BOOST_TEST(!marked.touches(Rsv::RSV2));

	Pipeline unmarked({tagging("a")});
	BOOST_TEST(unmarked.touches(Rsv::NONE));
	BOOST_TEST(unmarked.decoded("a(x)", Rsv::NONE) == "0 x");
}


BOOST_AUTO_TEST_CASE(untouchedMessagesKeepTheirBytesAndGetNoBits)
{
	const auto middle = tagging("b", Rsv::RSV2);
	middle->before = [](const Message&) { return SessionResult::untouched(); };
	Pipeline pipeline({tagging("a", Rsv::RSV1), middle, tagging("c", Rsv::RSV3)});
	BOOST_TEST(pipeline.encoded("x") == "5 c(a(x))");
	BOOST_TEST(pipeline.encoded("x", {.compress = false}) == "0 x");
	BOOST_TEST(pipeline.decoded("c(a(x))", ALL) == "0 x");
}


BOOST_AUTO_TEST_CASE(aStageThatFailsIsNamedAndTheNextIsNotCalled)
{
	const auto failing = tagging("b", Rsv::RSV2);
	failing->before = [](const Message&) { return SessionResult::failed("broken", CloseCode::INVALID_PAYLOAD); };
	const auto last = tagging("c", Rsv::RSV3);
	Pipeline pipeline({tagging("a", Rsv::RSV1), failing, last});
	last->before = [](const Message&) { BOOST_ERROR("called"); return SessionResult::done(); };
	BOOST_TEST(pipeline.encoded("x") == "1007: b: broken");
}


BOOST_AUTO_TEST_CASE(badInput54WhatAStageThrowsIsItsFailure)
{
	const auto extension = tagging("a", Rsv::RSV1);
	Pipeline pipeline({extension});
	extension->before = [](const Message&) -> SessionResult { throw std::runtime_error("oops"); };
	BOOST_TEST(pipeline.encoded("x") == "1011: a: oops");
	BOOST_TEST(pipeline.decoded("a(x)", Rsv::RSV1) == "1011: a: oops");
	extension->before = [](const Message&) -> SessionResult { throw 42; };
	BOOST_TEST(pipeline.encoded("x") == "1011: a: an exception of unknown type");
}


BOOST_AUTO_TEST_CASE(badInput54ACodeThatCannotBeSentBecomesInternalError)
{
	const auto extension = tagging("a", Rsv::RSV1);
	Pipeline pipeline({extension});
	extension->before = [](const Message&) { return SessionResult::failed("x", CloseCode::NO_STATUS); };
	BOOST_TEST(pipeline.encoded("x") == "1011: a: x");
}


BOOST_AUTO_TEST_CASE(badInput54AMessageThatGrowsPastTheLimitFails)
{
	Pipeline pipeline({tagging("a", Rsv::RSV1)});
	BOOST_TEST(pipeline.decoded("a(12345)", Rsv::RSV1, 5) == "0 12345");
	BOOST_TEST(pipeline.decoded("a(123456)", Rsv::RSV1, 5) == "1009: a: over the limit");
}


BOOST_AUTO_TEST_CASE(releaseReachesAllSessionsAndGivesTheBuffersBack)
{
	BufferPool pool;
	const auto a = tagging("a", Rsv::RSV1);
	const auto b = tagging("b", Rsv::RSV2);
	Pipeline pipeline({a, b}, &pool);
	BOOST_TEST(pipeline.encoded(std::string(100, 'x')).size() == 108);
	pipeline.release();
	BOOST_TEST(a->released == 1);
	BOOST_TEST(b->released == 1);
	BOOST_TEST(pool.size() == 2);
	BOOST_TEST(pipeline.encoded("x") == "6 b(a(x))");
}


BOOST_AUTO_TEST_CASE(tellsWhatIsNegotiated)
{
	const auto extension = tagging("a", Rsv::RSV1);
	extension->response.add("x", "1");
	Pipeline pipeline({extension, tagging("b")});
	BOOST_TEST((pipeline.rsv() == Rsv::RSV1));
	const auto list = pipeline.negotiated();
	BOOST_REQUIRE(list.size() == 2);
	BOOST_TEST(list[0].name == "a");
	BOOST_TEST((list[0].params == extension->response));
	BOOST_TEST(list[1].name == "b");
}


BOOST_AUTO_TEST_CASE(buffersOfAPoolComeBackWhateverTheNumberOfStages)
{
	for (const std::size_t stages: {1, 2, 3, 5})
	{
		BufferPool pool;
		for (int i = 0; i < 50; ++i) pool.give(std::string(100, 'x'));
		std::vector<std::shared_ptr<Tagging>> extensions;
		for (std::size_t i = 0; i < stages; ++i) extensions.push_back(tagging("a"));
		Pipeline pipeline(extensions, &pool);
		const auto play = [&] {
			Message message(Opcode::BINARY, std::string_view("twenty bytes and more"));
			BOOST_CHECK(!pipeline.encode(message, {}));
			pipeline.ExtensionPipeline::encoded();
		};
		const AllocationCounter counter;
		for (int i = 0; i < 100; ++i) play();
		BOOST_TEST(pool.size() == 50u, "stages " << stages);
		BOOST_TEST(counter.count() == 0u, "stages " << stages);
	}
}


BOOST_AUTO_TEST_CASE(oneStageKeepsOneBuffer)
{
	Pipeline pipeline({tagging("a", Rsv::RSV1)});
	const auto play = [&] {
		Message message(Opcode::BINARY, std::string_view("twenty bytes and more"));
		BOOST_CHECK(!pipeline.encode(message, {}));
		pipeline.ExtensionPipeline::encoded();
	};
	play();
	const AllocationCounter counter;
	play();
	BOOST_TEST(counter.count() == 0u);
}


BOOST_AUTO_TEST_SUITE_END()
