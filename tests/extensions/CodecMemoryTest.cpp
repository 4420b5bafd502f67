//
// CodecMemoryTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CodecMemory.h"
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <vector>


using WS::CodecMemory;


namespace {


constexpr std::size_t PAGE = 4096;


struct Memory
{
	CodecMemory::Block& add(std::size_t size)
	{
		blocks.push_back(std::make_unique<CodecMemory::Block>(memory, size));
		return *blocks.back();
	}

	const std::shared_ptr<CodecMemory> memory = std::make_shared<CodecMemory>();
	std::vector<std::unique_ptr<CodecMemory::Block>> blocks;
};


} // namespace


BOOST_AUTO_TEST_SUITE(CodecMemoryTest)


BOOST_AUTO_TEST_CASE(countsWholePagesInUse)
{
	Memory memory;
	memory.add(1);
	memory.add(PAGE + 1);
	BOOST_TEST(memory.memory->size() == 3 * PAGE);
	memory.blocks.pop_back();
	BOOST_TEST(memory.memory->size() == PAGE);
	memory.blocks.clear();
	BOOST_TEST(memory.memory->size() == 0u);
}


BOOST_AUTO_TEST_CASE(piecesOfABlockAreAlignedAndDoNotOverlap)
{
	Memory memory;
	auto& block = memory.add(PAGE);
	auto* first = static_cast<char*>(block.allocate(1));
	auto* second = static_cast<char*>(block.allocate(100));
	BOOST_TEST(second - first == static_cast<std::ptrdiff_t>(alignof(std::max_align_t)));
	BOOST_TEST(block.contains(first));
	BOOST_TEST(block.contains(second + 99));
}


BOOST_AUTO_TEST_CASE(blockGivesNoMoreThanItHas)
{
	Memory memory;
	auto& block = memory.add(PAGE);
	BOOST_TEST(!block.allocate(PAGE + 1));
	BOOST_TEST(block.allocate(PAGE));
	BOOST_TEST(!block.allocate(1));
	int elsewhere = 0;
	BOOST_TEST(!block.contains(&elsewhere));
}


BOOST_AUTO_TEST_CASE(blocksOfManySizesDoNotOverlap)
{
	Memory memory;
	std::vector<char*> begins;
	for (std::size_t i = 0; i < 600; ++i)
	{
		const auto size = (i % 5 + 1) * PAGE;
		begins.push_back(static_cast<char*>(memory.add(size).allocate(size)));
		std::memset(begins.back(), static_cast<int>(i % 128), size);
	}
	for (std::size_t i = 0; i < begins.size(); ++i)
	{
		const std::string_view bytes(begins[i], (i % 5 + 1) * PAGE);
		BOOST_TEST(bytes.find_first_not_of(static_cast<char>(i % 128)) == std::string_view::npos);
	}
}


BOOST_AUTO_TEST_CASE(blocksAreUsedAgain)
{
	Memory memory;
	const auto* first = memory.add(PAGE).allocate(1);
	memory.blocks.clear();
	BOOST_TEST(memory.add(PAGE).allocate(1) == first);
}


BOOST_AUTO_TEST_CASE(blockOutlivesWhoAskedForIt)
{
	auto memory = std::make_shared<CodecMemory>();
	CodecMemory::Block block(memory, PAGE);
	memory.reset();
	std::memset(block.allocate(PAGE), 1, PAGE);
	BOOST_TEST(!block.allocate(1));
}


BOOST_AUTO_TEST_CASE(badInput59MoreThanThereIsThrows)
{
	Memory memory;
	BOOST_CHECK_THROW(memory.add(std::numeric_limits<std::size_t>::max() / 2), std::bad_alloc);
	BOOST_TEST(memory.memory->size() == 0u);
}


BOOST_AUTO_TEST_SUITE_END()
